// The search page: opens the map where there is room, and keeps the reader's place when the results are replaced.

const WIDE = window.matchMedia("(min-width: 90rem)");
const CLOSED = "escale-map-closed";
let map = null;
let shown = null;

const remembered = () => {
  try {
    return sessionStorage.getItem(CLOSED) === "1";
  } catch {
    return false;
  }
};

const remember = (closed) => {
  try {
    sessionStorage.setItem(CLOSED, closed ? "1" : "0");
  } catch {
    // Storage may be switched off: the map then opens by its default.
  }
};

// A fold that is open from the start tells so twice: the map is made once.
const show = async (fold) => {
  const element = fold.querySelector("#map");
  if (shown === element) return;
  hide();
  shown = element;
  const { open } = await import(element.dataset.script);
  if (shown !== element) return;
  const made = await open(element);
  if (shown === element) map = made;
  else made?.close();
};

const hide = () => {
  map?.close();
  map = shown = null;
};

const prepare = (opened) => {
  const fold = document.getElementById("map-fold");
  if (!fold) return;
  fold.addEventListener("toggle", () => {
    if (fold.open) show(fold);
    else hide();
  });
  fold.querySelector("summary").addEventListener("click", () => remember(fold.open));
  if (fold.open) show(fold);
  else if (opened || (WIDE.matches && !remembered())) fold.open = true;
};

let wasOpen = false;
let filtersOpen = false;
let turned = false;

document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target?.id !== "search-area") return;
  wasOpen = document.getElementById("map-fold")?.open ?? false;
  filtersOpen = document.getElementById("filters")?.open ?? false;
  turned = Boolean(event.detail.requestConfig?.elt?.closest?.(".pager"));
});

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target?.id !== "search-area") return;
  const filters = document.getElementById("filters");
  if (filters) filters.open = filtersOpen;
  prepare(wasOpen);
  if (turned) document.getElementById("results-title")?.focus({ preventScroll: true });
});

prepare(false);
