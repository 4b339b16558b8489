// Leaves quickly: the page is gone at once, and the browser's back button does not return to it.
for (const link of document.querySelectorAll("[data-leave]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    document.body.hidden = true;
    document.title = "…";
    location.replace(link.href);
  });
}
