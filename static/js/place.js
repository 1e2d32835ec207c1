// Completes a place as it is typed: a combobox with a list, by keyboard and by touch. Without it the server resolves.

const WAIT = 120;

const enhance = (box) => {
  if (box.dataset.placeReady) return;
  box.dataset.placeReady = "true";
  const input = box.querySelector("input[type=text]");
  const key = box.querySelector("[data-place-key]");
  const list = document.createElement("ul");
  const status = document.createElement("span");
  let choices = [];
  let active = -1;
  let timer = 0;
  let request = null;

  list.id = `${input.id}_list`;
  list.className = "place__list";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.labels?.[0]?.textContent.trim() ?? "");
  status.className = "visually-hidden";
  status.setAttribute("role", "status");
  input.after(list, status);
  for (const [name, value] of Object.entries({
    role: "combobox",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": list.id,
  })) {
    input.setAttribute(name, value);
  }

  const close = () => {
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };

  const point = (index) => {
    const options = list.children;
    if (options[active]) options[active].setAttribute("aria-selected", "false");
    active = (index + options.length) % options.length;
    options[active].setAttribute("aria-selected", "true");
    options[active].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", options[active].id);
  };

  const pick = (choice) => {
    input.value = choice.label;
    if (key) key.value = choice.id;
    close();
    input.dispatchEvent(new Event("change", { bubbles: true }));
  };

  const option = (choice, index) => {
    const item = document.createElement("li");
    const name = document.createElement("span");
    const detail = document.createElement("span");
    item.id = `${list.id}_${index}`;
    item.className = "place__option";
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    name.textContent = choice.label;
    detail.textContent = choice.detail;
    detail.className = "place__detail";
    item.append(name, " ", detail);
    item.addEventListener("mousedown", (event) => event.preventDefault());
    item.addEventListener("click", () => pick(choice));
    return item;
  };

  const show = (results) => {
    choices = results;
    list.replaceChildren(...choices.map(option));
    active = -1;
    input.removeAttribute("aria-activedescendant");
    list.hidden = choices.length === 0;
    input.setAttribute("aria-expanded", String(choices.length > 0));
    const { none, one, many } = box.dataset;
    status.textContent = choices.length > 1 ? many.replace("%n", choices.length) : choices.length ? one : none;
  };

  const ask = async () => {
    request?.abort();
    request = new AbortController();
    const query = new URLSearchParams({ q: input.value, ...(box.dataset.country && { country: box.dataset.country }) });
    try {
      const response = await fetch(`${box.dataset.url}?${query}`, { signal: request.signal });
      if (response.ok && document.activeElement === input) show((await response.json()).results);
    } catch (error) {
      if (error.name !== "AbortError") close();
    }
  };

  input.addEventListener("input", () => {
    if (key) key.value = "";
    clearTimeout(timer);
    if (input.value.trim().length < 2) {
      close();
      return;
    }
    timer = setTimeout(ask, WAIT);
  });
  input.addEventListener("keydown", (event) => {
    const open = !list.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (open) point(active + (event.key === "ArrowDown" ? 1 : active < 0 ? 0 : -1));
      else if (input.value.trim().length > 1) ask();
    } else if (event.key === "Enter" && open && active >= 0) {
      event.preventDefault();
      pick(choices[active]);
    } else if (event.key === "Escape" && open) {
      event.preventDefault();
      event.stopPropagation();
      close();
    } else if (event.key === "Tab") {
      close();
    }
  });
  input.addEventListener("blur", close);
};

const enhanceAll = (root) => {
  for (const box of root.querySelectorAll("[data-place]")) enhance(box);
};
enhanceAll(document);
document.addEventListener("htmx:load", (event) => enhanceAll(event.target.parentElement ?? document));
