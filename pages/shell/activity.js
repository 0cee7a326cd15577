// Tells the server, once a minute at most, that somebody is at the screen: a sign-in that is not used ends.
const SIGNS = ["pointerdown", "keydown", "wheel"]
let told = 0
let stop = () => {}

export default function ({ data }) {
  stop() // drawn anew: one listener is enough
  const tell = () => {
    if (Date.now() - told < data.every_ms) return
    told = Date.now()
    fetch(data.url, { method: "POST", keepalive: true }).catch(() => {}) // the next sign of life tells it again
  }
  SIGNS.forEach(sign => document.addEventListener(sign, tell, { passive: true, capture: true }))
  stop = () => SIGNS.forEach(sign => document.removeEventListener(sign, tell, { capture: true }))
  return stop
}
