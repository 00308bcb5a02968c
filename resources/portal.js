// Comfort only: every page works without it. Shows passwords, brings errors into focus, sends a form once, adds up invoices, tries a pop-up.
for (const input of document.querySelectorAll('input[type=password]')) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'reveal';
  button.setAttribute('aria-controls', input.id);
  const label = (text) => {
    button.textContent = text;
    button.setAttribute('aria-label', `${text} le mot de passe`);
  };
  label('Afficher');
  button.addEventListener('click', () => {
    const isHidden = input.type === 'password';
    input.type = isHidden ? 'text' : 'password';
    label(isHidden ? 'Masquer' : 'Afficher');
  });
  input.after(button);
}

document.querySelector('.errors')?.focus();
for (const link of document.querySelectorAll('.errors a')) {
  link.addEventListener('click', (event) => {
    const field = document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    field.focus();
  });
}

const release = (form) => {
  delete form.dataset.sent;
  form.removeAttribute('aria-busy');
};
addEventListener('submit', (event) => {
  const form = event.target;
  if (form.dataset.sent) return event.preventDefault();
  for (const input of form.querySelectorAll('.secret input')) input.type = 'password';
  form.dataset.sent = '1';
  form.setAttribute('aria-busy', 'true');
  setTimeout(release, 10000, form);
});
addEventListener('pageshow', () => document.querySelectorAll('form').forEach(release));
addEventListener('keydown', (event) => {
  if (event.key === 'Escape') document.querySelector('.overlay form')?.requestSubmit();
});

document.querySelector('.basket')?.addEventListener('change', ({ currentTarget }) => {
  const cents = [...currentTarget.querySelectorAll(':checked')].map((input) => +input.dataset.cents);
  nombre.value = cents.length;
  montant.value = (cents.reduce((sum, each) => sum + each, 0) / 100).toLocaleString('fr', { style: 'currency', currency: 'EUR' });
});
document.querySelector('.popup a')?.addEventListener('click', (event) => {
  event.preventDefault();
  const opened = open(event.target.href, 'essai', 'width=460,height=380');
  for (const answer of document.querySelectorAll('.popup [role] > *')) answer.hidden = answer.className.includes('blocked') === !!opened;
});
