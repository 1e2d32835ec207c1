// Forms that save themselves: what htmx leaves to say, on top of a form that works without JavaScript.

// A 409 is an answer too: it says that somebody else changed the same thing.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.xhr.status === 409 && event.detail.target.id === "autosave") {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  }
});

const failed = () => {
  const note = document.getElementById("autosave");
  if (note) note.textContent = note.dataset.failed ?? "";
};
document.addEventListener("htmx:sendError", failed);
document.addEventListener("htmx:responseError", failed);
