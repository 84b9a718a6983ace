"use strict";
// The token stands in the fragment, which browsers send to nobody; from here it goes to the shop once, in a body.
const token = new URLSearchParams(location.hash.slice(1)).get("token");
const form = document.querySelector("form");
const status = document.querySelector("[role=status]");
history.replaceState(null, "", location.pathname);
if (!token) {
  form.hidden = true;
  status.textContent = "Please open the link in your mail again.";
}
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const button = form.querySelector("button");
  button.disabled = true;
  try {
    const answer = await fetch("/api/v1/auth/password-reset/confirm/", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ token, new_password: form.elements.new_password.value }),
    });
    const body = await answer.json();
    form.hidden = answer.ok;
    status.textContent = body.message || body.detail || Object.values(body).flat().join(" ");
  } catch {
    status.textContent = "The shop can't be reached. Please try again.";
  }
  button.disabled = false;
});
