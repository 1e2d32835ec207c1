// Completes {{ variables }} while a text is written. The list beside the text does without it.

const area = document.querySelector("textarea[data-variables]");
const list = document.getElementById("completions");

if (area && list) {
  const known = JSON.parse(document.getElementById("variable-names").textContent);
  let found = [];
  let chosen = 0;

  const typed = () => area.value.slice(0, area.selectionStart).match(/\{\{\s*([a-z_]*)$/);

  const close = () => {
    list.hidden = true;
    area.removeAttribute("aria-activedescendant");
  };

  const insert = (name) => {
    const match = typed();
    if (!match) return;
    const start = area.selectionStart - match[0].length;
    const rest = area.value.slice(area.selectionStart).replace(/^\s*\}\}/, "");
    area.value = `${area.value.slice(0, start)}{{ ${name} }}${rest}`;
    const end = start + name.length + 6;
    area.setSelectionRange(end, end);
    close();
    area.dispatchEvent(new Event("input", { bubbles: true }));
    area.focus();
  };

  const draw = () => {
    list.replaceChildren(
      ...found.map(({ name, words }, index) => {
        const item = document.createElement("li");
        item.id = `completion-${index}`;
        item.setAttribute("role", "option");
        item.setAttribute("aria-selected", String(index === chosen));
        item.textContent = `${name} · ${words}`;
        item.addEventListener("mousedown", (event) => {
          event.preventDefault();
          insert(name);
        });
        return item;
      }),
    );
    list.hidden = false;
    area.setAttribute("aria-activedescendant", `completion-${chosen}`);
  };

  area.addEventListener("input", () => {
    const match = typed();
    found = match ? known.filter(({ name }) => name.startsWith(match[1])).slice(0, 8) : [];
    chosen = 0;
    if (found.length) draw();
    else close();
  });

  area.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      chosen = (chosen + (event.key === "ArrowDown" ? 1 : found.length - 1)) % found.length;
      draw();
    } else if (event.key === "Enter" || event.key === "Tab") {
      insert(found[chosen].name);
    } else if (event.key === "Escape") {
      close();
    } else {
      return;
    }
    event.preventDefault();
  });

  area.addEventListener("blur", close);
}
