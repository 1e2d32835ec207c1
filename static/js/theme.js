// Runs before the first paint: the chosen appearance, or the device's, so that nothing flashes.
(() => {
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const stored = () => {
    try {
      return localStorage.getItem("theme");
    } catch {
      return null;
    }
  };
  const apply = () => {
    const chosen = stored();
    root.dataset.bsTheme = chosen === "dark" || chosen === "light" ? chosen : dark.matches ? "dark" : "light";
    root.dataset.themeChoice = chosen || "auto";
  };
  root.classList.add("js");
  apply();
  dark.addEventListener("change", apply);
  document.addEventListener("theme:choose", (event) => {
    try {
      if (event.detail === "auto") localStorage.removeItem("theme");
      else localStorage.setItem("theme", event.detail);
    } catch {
      root.dataset.bsTheme = event.detail;
      return;
    }
    apply();
  });
})();
