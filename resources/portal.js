// Comfort only: every page works without this file.
const all = (css, root = document) => [...root.querySelectorAll(css)];
const on = (target, type, react) => target?.addEventListener(type, react);

for (const input of all('[type=password]')) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'reveal';
  const show = (isHidden) => {
    input.type = isHidden ? 'password' : 'text';
    button.textContent = isHidden ? 'Afficher' : 'Masquer';
    button.ariaLabel = button.textContent + ' le mot de passe';
  };
  show(true);
  on(button, 'click', () => show(input.type === 'text'));
  input.after(button);
}

const [errors] = all('.errors');
errors?.focus();
on(errors, 'click', (event) => {
  const field = event.target.hash && document.querySelector(event.target.hash);
  if (!field) return;
  event.preventDefault();
  field.focus();
});

const [basket] = all('.basket');
on(basket, 'change', () => {
  const ticked = all(':checked', basket);
  const cents = ticked.reduce((sum, { dataset }) => sum + +dataset.cents, 0);
  nombre.value = ticked.length;
  montant.value = (cents / 100).toLocaleString('fr', { style: 'currency', currency: 'EUR' });
});

const [trial] = all('.popup a');
on(trial, 'click', (event) => {
  event.preventDefault();
  const opened = open(trial.href, 'essai', 'width=460,height=380');
  for (const answer of all('.popup [role] > *')) answer.hidden = answer.matches('.blocked') === !!opened;
});

const release = (form) => { form.ariaBusy = null; };
on(window, 'submit', (event) => {
  const form = event.target;
  if (form.ariaBusy) return event.preventDefault();
  for (const input of all('.secret input', form)) input.type = 'password';
  form.ariaBusy = true;
  setTimeout(release, 10000, form);
  const { next } = form.dataset;
  if (next) setTimeout(() => { location = next; }, 900);
});
on(window, 'pageshow', () => all('form').forEach(release));
on(window, 'keydown', ({ key }) => {
  if (key === 'Escape') all('.overlay form')[0]?.requestSubmit();
});
