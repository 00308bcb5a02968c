// Why: one French sentence for every refusal; a code without a sentence does not compile. `{name}` is filled from the details.

export const errorMessages = {
  // Accounts
  login_failed: 'Adresse de messagerie ou mot de passe incorrect.',
  too_many_attempts: 'Trop de tentatives. Réessayez dans {wait}.',
  account_paused: 'Trop de tentatives avec cette adresse. Choisissez un nouveau mot de passe avec «\u00a0Oublié\u00a0?\u00a0», ou réessayez dans {wait}.',
  too_busy: 'Le portail est très sollicité. Réessayez dans quelques secondes.',
  activation_unknown_email: 'Activation impossible, adresse inconnue',
  activation_already_active: 'Activation impossible, il existe déjà un compte actif avec cette adresse mail.',
  link_invalid: 'Ce lien n’est plus valable\u00a0: il a déjà servi, il a expiré ou il est incomplet. Demandez-en un nouveau.',
  password_too_short: 'Le mot de passe doit compter au moins {min} caractères.',
  password_too_long: 'Le mot de passe doit compter au plus 128 caractères.',
  password_common: 'Ce mot de passe est trop courant\u00a0: il serait deviné tout de suite. Choisissez-en un autre.',
  password_personal: 'Le mot de passe ne doit pas reprendre votre adresse de messagerie ni le nom de la commune.',
  password_mismatch: 'Les deux mots de passe ne sont pas identiques.',
  password_wrong: 'Le mot de passe actuel n’est pas le bon.',
  email_invalid: 'Saisissez une adresse de messagerie, par exemple prenom.nom@exemple.fr.',
  email_taken: 'Cette adresse ne peut pas être utilisée. Contactez le service de facturation.',
  email_unchanged: 'C’est déjà votre adresse de messagerie.',
  message_empty: 'Écrivez votre message.',
  message_too_long: 'Votre message est trop long\u00a0: {max} caractères au plus.',
  subject_empty: 'Indiquez l’objet de votre message.',
  field_too_long: 'Cette réponse est trop longue\u00a0: {max} caractères au plus.',
  login_required: 'Connectez-vous pour continuer.',
  // Requests
  not_found: 'Cette page n’existe pas.',
  method_not_allowed: 'Cette action n’existe pas.',
  form_expired: 'Ce formulaire a expiré ou vient d’une autre page. Recommencez depuis le portail.',
  form_unreadable: 'Le formulaire reçu est incomplet ou abîmé. Recommencez.',
  form_too_large: 'L’envoi est trop volumineux.',
  host_unknown: 'Cette adresse n’est pas celle du portail.',
  network_refused: 'Ce portail n’est ouvert qu’au réseau local de la mairie.',
  range_not_satisfiable: 'La partie de fichier demandée n’existe pas.',
  // Staff
  workstation_unknown: 'Ouvrez le portail depuis sa fenêtre, ou avec un nouveau lien d’ouverture.',
  launch_key_invalid: 'Ce lien d’ouverture a déjà servi ou n’est plus valable. Demandez-en un nouveau.',
  agent_required: 'Votre session est terminée. Connectez-vous de nouveau.',
  agent_exists: 'Un agent existe déjà\u00a0: connectez-vous avec son compte.',
  agent_unknown: 'Aucun agent n’a cette adresse de messagerie.',
  agent_email_taken: 'Un agent utilise déjà cette adresse de messagerie.',
  input_invalid: 'Certaines réponses sont à corriger.',
  regie_code_taken: 'Une autre régie porte déjà ce code.',
  port_in_use: 'Le port {port} est déjà utilisé par un autre programme de ce poste. Essayez le port {other}.',
  port_forbidden: 'Le port {port} demande des droits d’administrateur. Essayez le port {other}.',
  // Files and imports
  file_too_large: 'Le fichier «\u00a0{name}\u00a0» est trop gros\u00a0: {max} au plus.',
  file_name_invalid: 'Le nom de fichier «\u00a0{name}\u00a0» ne peut pas être utilisé.',
  pdf_invalid: '«\u00a0{name}\u00a0» n’est pas un PDF lisible.',
  image_invalid: 'Le logo doit être une image PNG, JPEG ou WebP de 200 ko au plus.',
  import_not_found: 'Cet import n’existe pas ou plus.',
  import_closed: 'Cet import est déjà publié ou abandonné.',
  import_not_ready: 'Vérifiez les fichiers avant de publier.',
  import_without_source: 'Ajoutez le fichier des factures (CSV).',
  import_nothing_to_publish: 'Aucune ligne ne peut être publiée.',
  import_changed: 'Des factures ont changé depuis la vérification. Vérifiez de nouveau les fichiers, puis publiez.',
  mail_not_retryable: 'Ce message ne peut pas être renvoyé.',
  // Machine
  data_folder_empty: 'Le dossier «\u00a0{folder}\u00a0» ne contient pas de portail. Vérifiez l’option --data.',
  demonstration_refused: 'Le dossier «\u00a0{folder}\u00a0» contient déjà des données\u00a0: la démonstration n’y est pas chargée. Choisissez un dossier vide.',
  data_folder_unwritable: 'Le dossier des données «\u00a0{folder}\u00a0» n’est pas accessible en écriture. Vérifiez ses droits, ou choisissez un autre dossier.',
  data_folder_in_use: 'Le portail est déjà ouvert avec le dossier «\u00a0{folder}\u00a0». Fermez l’autre fenêtre avant de recommencer.',
  disk_full: 'Le disque est plein\u00a0: libérez de la place, puis recommencez. Rien n’a été perdu.',
  database_unreadable: 'La base de données du dossier «\u00a0{folder}\u00a0» est abîmée ou illisible. Restaurez une sauvegarde.',
  database_too_recent: 'Les données ont été écrites par une version plus récente du portail. Installez la dernière version.',
  unexpected: 'Erreur inattendue (incident {incident}). Réessayez\u00a0; si cela continue, donnez ce numéro au service.',
} as const;

export type ErrorCode = keyof typeof errorMessages;
export type ErrorDetails = Record<string, string | number>;

/** The French sentence of a code, its `{name}`s filled. */
export function errorMessage(code: ErrorCode, details: ErrorDetails = {}): string {
  return errorMessages[code].replace(/\{(\w+)\}/g, (_, name: string) => String(details[name] ?? ''));
}
