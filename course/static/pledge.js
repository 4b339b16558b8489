// Gives a signature its own number, so that a second press or a lost answer does not sign twice.

for (const form of document.querySelectorAll("form[data-pledge]")) {
  const field = form.querySelector("[name=client_id]");
  if (field instanceof HTMLInputElement) field.value = crypto.randomUUID().replaceAll("-", "");
}
