// What every page does with JavaScript, on top of what it already does without.

const on = (type, selector, act) =>
  document.addEventListener(type, (event) => {
    const target = event.target instanceof Element ? event.target.closest(selector) : null;
    if (target) act(target, event);
  });

// Appearance: light, dark, or as the device.
const showTheme = () => {
  const { themeChoice, bsTheme } = document.documentElement.dataset;
  for (const button of document.querySelectorAll("[data-theme]")) {
    button.setAttribute("aria-pressed", String(button.dataset.theme === themeChoice));
  }
  for (const button of document.querySelectorAll("[data-theme-toggle]")) {
    button.setAttribute("aria-pressed", String(bsTheme === "dark"));
  }
};
const choose = (theme) => {
  document.dispatchEvent(new CustomEvent("theme:choose", { detail: theme }));
  showTheme();
};
on("click", "[data-theme]", (button) => choose(button.dataset.theme));
on("click", "[data-theme-toggle]", () =>
  choose(document.documentElement.dataset.bsTheme === "dark" ? "light" : "dark"),
);
showTheme();

// Menus (details) close on Escape, on a click elsewhere, and when another opens.
const menus = () => document.querySelectorAll("details[data-menu][open]");
document.addEventListener("click", (event) => {
  for (const menu of menus()) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of menus()) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// What just happened can be put away.
on("click", "[data-dismiss]", (button) => {
  const region = button.closest(".toasts");
  button.closest("[data-dismissible]").remove();
  if (region && !region.querySelector("[data-dismissible]")) region.replaceChildren();
});

// Copy a field's content; the button says so.
on("click", "[data-copy]", async (button) => {
  const field = document.getElementById(button.dataset.copy);
  try {
    await navigator.clipboard.writeText(field.value ?? field.textContent);
  } catch {
    field.select?.();
    return;
  }
  const words = button.querySelector("[data-copy-words]");
  const before = words.textContent;
  words.textContent = button.dataset.copied;
  setTimeout(() => (words.textContent = before), 2000);
});

// A form that asks before it acts. Without JavaScript the view shows its own confirmation page.
on("click", "[data-dialog]", (button, event) => {
  const dialog = document.getElementById(button.dataset.dialog);
  if (!dialog?.showModal) return;
  event.preventDefault();
  dialog.showModal();
});
on("click", "[data-dialog-close]", (button, event) => {
  event.preventDefault();
  button.closest("dialog").close();
});
on("click", "dialog", (dialog, event) => {
  if (event.target === dialog) dialog.close();
});

// After a refused form, start where the errors are listed.
document.querySelector("[data-error-summary]")?.focus();

// Filters apply as they change where a form asks for it; their button stays for everyone else.
on("change", "form[data-auto-submit] :is(select, input)", (field) => field.form.requestSubmit());

// Filters are open beside the results on a wide screen, folded on a phone.
const wide = matchMedia("(min-width: 62rem)");
for (const filters of document.querySelectorAll("details.filters--column")) {
  if (wide.matches) filters.open = true;
}
