// Moving a line of the planning: by its handle with a pointer, or with the arrow keys. Without JavaScript, its form does.

const QUARTER = 15;
const DAY = 1440;

for (const section of document.querySelectorAll("[data-planning]")) {
  const form = section.querySelector("[data-move-form]");
  if (!form) continue;
  const first = Number(section.dataset.first);
  const days = [...section.querySelectorAll("[data-day]")];
  const live = section.querySelector("[data-live]");
  const language = document.documentElement.lang;
  let held = null;

  const clock = (minute) => {
    const [hours, rest] = [Math.floor(minute / 60), String(minute % 60).padStart(2, "0")];
    return language === "en" ? `${hours}:${rest}` : `${hours} h ${rest}`;
  };

  const dayWords = (column) =>
    new Intl.DateTimeFormat(language, { weekday: "long", day: "numeric", month: "long", timeZone: "UTC" }).format(
      new Date(`${column.dataset.day}T00:00:00Z`),
    );

  const rowHeight = () => {
    const list = section.querySelector("[data-rows]");
    return list.getBoundingClientRect().height / Number(list.dataset.rows);
  };

  const show = () => {
    const column = days[held.day];
    column.querySelector("[data-rows]").append(held.item);
    const row = Math.max(1, Math.floor((held.minute - first) / QUARTER) + 1);
    held.item.style.setProperty("--row", String(row));
    held.item.querySelector(".planning__time").textContent = clock(held.minute);
    live.textContent = `${dayWords(column)} ${live.dataset.at} ${clock(held.minute)}`;
  };

  const take = (item) => {
    const list = item.parentElement;
    const day = days.findIndex((column) => column.contains(item));
    const minute = Number(item.dataset.minute);
    const words = item.querySelector(".planning__time").textContent;
    held = { item, day, minute, from: { list, next: item.nextSibling, day, minute, words } };
    item.classList.add("is-held");
  };

  const leave = () => {
    const { item, from } = held;
    item.classList.remove("is-held");
    item.style.removeProperty("--row");
    from.list.insertBefore(item, from.next);
    item.querySelector(".planning__time").textContent = from.words;
    held = null;
  };

  const put = () => {
    const { item, day, minute, from } = held;
    if (day === from.day && minute === from.minute) {
      leave();
      return;
    }
    form.action = item.dataset.address;
    form.elements.day.value = days[day].dataset.day;
    form.elements.minute.value = String(minute);
    held = null;
    form.submit();
  };

  const to = (day, minute) => {
    held.day = Math.min(Math.max(day, 0), days.length - 1);
    held.minute = Math.min(Math.max(minute, 0), DAY - QUARTER);
    show();
  };

  const steps = {
    ArrowUp: () => to(held.day, held.minute - QUARTER),
    ArrowDown: () => to(held.day, held.minute + QUARTER),
    ArrowLeft: () => to(held.day - 1, held.minute),
    ArrowRight: () => to(held.day + 1, held.minute),
    Enter: put,
    " ": put,
    Escape: leave,
  };

  for (const handle of section.querySelectorAll("[data-handle]")) {
    const item = handle.closest("[data-item]");
    handle.hidden = false;
    handle.setAttribute("aria-describedby", "move-help");

    handle.addEventListener("keydown", (event) => {
      if (held?.item === item && steps[event.key]) {
        event.preventDefault();
        steps[event.key]();
        handle.focus();
      } else if (!held && (event.key === "Enter" || event.key === " ")) {
        event.preventDefault();
        take(item);
        show();
        handle.focus();
      }
    });

    handle.addEventListener("blur", (event) => {
      // Moving the element to another day takes the focus for a moment: only a real departure puts it back.
      if (held?.item === item && !held.pointer && event.relatedTarget) leave();
    });

    handle.addEventListener("pointerdown", (event) => {
      if (event.button !== 0 || held) return;
      event.preventDefault();
      take(item);
      held.pointer = event.pointerId;
      const start = event.clientY;
      const began = held.minute;
      const moved = (at) => {
        if (!held || at.pointerId !== held.pointer) return;
        const column = days.findIndex((one) => {
          const box = one.getBoundingClientRect();
          return at.clientX >= box.left && at.clientX < box.right;
        });
        const quarters = Math.round((at.clientY - start) / rowHeight());
        to(column < 0 ? held.day : column, began + quarters * QUARTER);
      };
      const end = (at) => {
        if (held && at.pointerId !== held.pointer) return;
        document.removeEventListener("pointermove", moved);
        document.removeEventListener("pointerup", end);
        document.removeEventListener("pointercancel", end);
        document.removeEventListener("keydown", escape);
        if (!held) return;
        if (at.type === "pointerup") put();
        else leave();
      };
      const escape = (key) => {
        if (key.key === "Escape" && held) leave();
      };
      document.addEventListener("pointermove", moved);
      document.addEventListener("pointerup", end);
      document.addEventListener("pointercancel", end);
      document.addEventListener("keydown", escape);
    });
  }
}
