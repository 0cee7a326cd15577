// Runs again whenever the data from the page changes; what is shown already is not asked for a second time.
export default function ({ data, parentElement }) {
  const frame = parentElement.querySelector(".frame")
  if (frame.dataset.url === data.url) return
  frame.dataset.url = data.url
  frame.title = data.name
  frame.src = data.url
}
