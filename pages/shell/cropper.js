// A part of a picture, moved and sized by mouse, finger or keys. Runs again whenever the data from the page changes:
// handlers are assigned, never added, and the part is kept on the element as long as the picture is the same.
const between = (value, low, high) => Math.min(Math.max(value, low), Math.max(low, high))

// The part held within the picture, at least the smallest, of a shape that the rules take.
const held = (part, data, anchor = [0.5, 0.5]) => {
  const [least, most] = data.ratios, aspect = data.width / data.height
  let width = between(part.width, Math.min(1, data.smallest[0] / data.width), 1)
  let height = between(part.height, Math.min(1, data.smallest[1] / data.height), 1)
  const ratio = (width * aspect) / height
  if (ratio > most) height = (width * aspect) / most
  else if (ratio < least) width = (height * least) / aspect
  if (height > 1) { height = 1; width = Math.min(width, most / aspect) }
  if (width > 1) { width = 1; height = Math.min(height, aspect / least) }
  const left = part.left + (part.width - width) * anchor[0], top = part.top + (part.height - height) * anchor[1]
  return { left: between(left, 0, 1 - width), top: between(top, 0, 1 - height), width, height }
}

export default function ({ data, parentElement, setStateValue }) {
  const find = (selector) => parentElement.querySelector(selector)
  const root = find(".cropper"), stage = find(".stage"), box = find(".part")
  if (root.picture !== data.picture) {
    root.picture = data.picture
    root.taken = held(data.part, data) // not `part`: elements have a property of that name
    stage.style.setProperty("--aspect", data.width / data.height)
    find(".whole").src = data.picture
  }

  const draw = () => {
    for (const side of ["left", "top", "width", "height"]) box.style[side] = `${root.taken[side] * 100}%`
    const wide = Math.round(root.taken.width * data.width), high = Math.round(root.taken.height * data.height)
    find(".told").textContent = `${wide} × ${high} px of ${data.width} × ${data.height} px`
  }
  const take = (part, anchor) => { root.taken = held(part, data, anchor); draw() }
  const tell = () => setStateValue("part", { ...root.taken, picture: data.picture })

  box.onpointerdown = (event) => {
    const grip = event.target.closest(".grip"), from = { ...root.taken }, start = [event.clientX, event.clientY]
    const area = stage.getBoundingClientRect()
    event.preventDefault()
    box.focus()
    box.setPointerCapture(event.pointerId)
    box.onpointermove = (moved) => {
      const x = (moved.clientX - start[0]) / area.width, y = (moved.clientY - start[1]) / area.height
      if (!grip) return take({ ...from, left: from.left + x, top: from.top + y })
      const right = grip.dataset.x === "1", below = grip.dataset.y === "1"
      const width = between(from.width + (right ? x : -x), 0.01, right ? 1 - from.left : from.left + from.width)
      const height = between(from.height + (below ? y : -y), 0.01, below ? 1 - from.top : from.top + from.height)
      const left = right ? from.left : from.left + from.width - width
      const top = below ? from.top : from.top + from.height - height
      take({ left, top, width, height }, [right ? 0 : 1, below ? 0 : 1])
    }
    box.onpointerup = box.onpointercancel = () => { box.onpointermove = null; tell() }
  }

  const steps = { ArrowLeft: [-0.01, 0, 0], ArrowRight: [0.01, 0, 0], ArrowUp: [0, -0.01, 0], ArrowDown: [0, 0.01, 0],
    "+": [0, 0, 1.03], "=": [0, 0, 1.03], "-": [0, 0, 1 / 1.03] }
  box.onkeydown = (event) => {
    const step = steps[event.key]
    if (!step) return
    event.preventDefault()
    const { left, top, width, height } = root.taken, grown = step[2] || 1
    take({ left: left + step[0] - (width * (grown - 1)) / 2, top: top + step[1] - (height * (grown - 1)) / 2,
      width: width * grown, height: height * grown })
  }
  box.onkeyup = (event) => { if (steps[event.key]) tell() }
  draw()
}
