// A file dropped on the form, or chosen in it, is compared at once: its hash is taken here, so that it stays here.
const hex = (buffer) => [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

for (const form of document.querySelectorAll("[data-drop]")) {
  const input = form.querySelector("input[type=file]");
  const hash = form.querySelector("[data-drop-hash]");

  const compare = async () => {
    const [file] = input.files;
    if (!file) return;
    if (window.crypto?.subtle) {
      hash.value = hex(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
      input.required = false;
      input.value = "";
    }
    form.submit();
  };

  form.addEventListener("submit", (event) => {
    if (!input.files.length || !window.crypto?.subtle) return;
    event.preventDefault();
    compare();
  });
  form.addEventListener("dragover", (event) => {
    event.preventDefault();
    form.classList.add("drop--over");
  });
  form.addEventListener("dragleave", () => form.classList.remove("drop--over"));
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    form.classList.remove("drop--over");
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    compare();
  });
}
