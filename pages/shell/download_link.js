// Runs again whenever the data from the page changes.
export default function ({ data, parentElement }) {
  const link = parentElement.querySelector(".link")
  link.href = data.url
  link.classList.toggle("primary", data.primary)
  link.querySelector(".label").textContent = data.label
  link.querySelector(".note").textContent = data.note
}
