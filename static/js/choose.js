// « All of this page » beside a list of boxes to tick; without JavaScript each box is ticked by hand.

for (const group of document.querySelectorAll("[data-choose]")) {
  const all = group.querySelector("[data-choose-all]");
  const boxes = [...group.querySelectorAll("input[type=checkbox]")].filter((box) => box !== all);
  if (!all || !boxes.length) continue;
  const count = group.querySelector("[data-choose-count]");
  const show = () => {
    const ticked = boxes.filter((box) => box.checked).length;
    all.checked = ticked === boxes.length;
    all.indeterminate = ticked > 0 && ticked < boxes.length;
    if (count) count.textContent = String(ticked);
  };
  all.hidden = false;
  for (const words of group.querySelectorAll("[data-choose-words]")) words.hidden = false;
  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
    show();
  });
  group.addEventListener("change", show);
  show();
}
