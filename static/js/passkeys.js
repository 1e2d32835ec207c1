// Says on the page what went wrong with a passkey; allauth's own script only tells the console.
document.addEventListener("allauth.error", (event) => {
  const trouble = document.getElementById("passkey-trouble");
  if (!trouble) return;
  event.preventDefault();
  trouble.hidden = false;
  trouble.setAttribute("role", "alert");
  trouble.scrollIntoView({ block: "nearest" });
});
