// Why: the name of the header of what the window asks by itself, while perhaps nobody is at the desk.
export const backgroundHeader = 'X-Background';
