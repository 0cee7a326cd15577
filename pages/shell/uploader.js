// Sends each file by itself as a stream. Runs again whenever the data from the page changes: handlers are assigned,
// never added, and what is going on is kept on the element.
export default function ({ data, parentElement, setTriggerValue }) {
  const find = (selector) => parentElement.querySelector(selector)
  const root = find(".uploader"), drop = find(".drop"), input = find("input"), running = find(".running")
  const bar = find("progress"), share = find(".share"), said = find(".said")
  const state = (root.uploading ??= { busy: false, request: null, cancelled: false })

  find(".title").textContent = data.title
  find(".hint").textContent = data.hint
  find(".button").textContent = data.max_files === 1 ? "Choose a file" : "Choose files"
  input.multiple = data.max_files !== 1
  input.accept = data.accept.join(",")

  const say = (text, bad) => {
    const line = document.createElement("p")
    line.textContent = text // as text: a file may bear any name
    if (bad) line.className = "bad"
    said.append(line)
  }

  const put = (file, tick) => new Promise((done) => {
    const request = (state.request = new XMLHttpRequest())
    request.open("PUT", data.url)
    request.setRequestHeader("X-Ticket", data.ticket)
    request.setRequestHeader("X-Name", encodeURIComponent(file.inFolder ?? file.name))
    request.upload.onprogress = (event) => tick(event.loaded)
    request.onloadend = () => {
      let answer = {}
      try { answer = JSON.parse(request.responseText) } catch { /* not from our route: the status tells */ }
      done({ name: file.name, status: request.status, ...answer })
    }
    request.send(file)
  })

  const trouble = (result) => result.error
    || (result.status === 0 ? `“${result.name}” did not reach the server. Check the connection and try again.`
      : result.status === 401 ? "This browser is no longer signed in. Open the sign-in link again."
        : `“${result.name}” was not taken (status ${result.status}).`)

  const wanted = (file) => !data.accept.length || data.accept.some((end) => file.name.toLowerCase().endsWith(end))

  const fits = (file) => {
    if (!wanted(file))
      say(`“${file.name}” is not one of ${data.accept.join(", ")}.`, true)
    else if (file.size > data.max_bytes)
      say(`“${file.name}” is larger than ${Math.floor(data.max_bytes / 1e6).toLocaleString("en")} MB.`, true)
    else return true
    return false
  }

  // A browser reads a folder in parts, until a part is empty.
  const allIn = async (folder) => {
    const reader = folder.createReader(), found = []
    for (;;) {
      const part = await new Promise((done, failed) => reader.readEntries(done, failed))
      if (!part.length) return (await Promise.all(found.map(filesOf))).flat()
      found.push(...part)
    }
  }

  // The files of something dropped; those in a folder are named with their way into it.
  const filesOf = async (entry) => {
    if (entry.isDirectory) return allIn(entry)
    const file = await new Promise((done, failed) => entry.file(done, failed))
    const way = entry.fullPath.replace(/^\//, "")
    return [Object.assign(file, way.includes("/") ? { inFolder: way } : {})]
  }

  const dropped = async (transfer) => {
    const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean)
    return entries.some((entry) => entry.isDirectory) ? (await Promise.all(entries.map(filesOf))).flat() : [...transfer.files]
  }

  const send = async (given) => {
    if (state.busy) return
    said.replaceChildren()
    const all = [...(await given)]
    const others = all.filter((file) => file.inFolder && !wanted(file)).length
    if (others) say(`${others} other file${others === 1 ? "" : "s"} in the folder ${others === 1 ? "was" : "were"} passed over.`)
    const files = all.filter((file) => !file.inFolder || wanted(file)).filter(fits)
    if (files.length > data.max_files) say(`Only the first ${data.max_files} of ${files.length} files were taken.`, true)
    const list = files.slice(0, data.max_files)
    if (!list.length) { input.value = ""; return }
    Object.assign(state, { busy: true, cancelled: false })
    drop.classList.add("busy")
    input.disabled = true
    running.hidden = false
    const total = list.reduce((sum, file) => sum + file.size, 0) || 1
    let sent = 0
    const received = []
    for (const [index, file] of list.entries()) {
      const result = await put(file, (loaded) => {
        bar.value = (sent + loaded) / total
        share.textContent = `${index + 1} of ${list.length} · ${Math.floor((100 * (sent + loaded)) / total)} %`
      })
      if (state.cancelled) break
      sent += file.size
      if (result.status === 200) received.push({ id: result.id })
      else say(trouble(result), true)
    }
    if (state.cancelled) say("The upload was cancelled.", true)
    Object.assign(state, { busy: false, request: null })
    drop.classList.remove("busy")
    input.disabled = false
    input.value = ""
    running.hidden = true
    bar.value = 0
    share.textContent = ""
    if (received.length) setTriggerValue("received", received)
  }

  find(".cancel").onclick = () => { state.cancelled = true; state.request?.abort() }
  input.onchange = () => send(input.files)
  drop.ondragover = (event) => { event.preventDefault(); drop.classList.add("over") }
  drop.ondragleave = () => drop.classList.remove("over")
  drop.ondrop = (event) => {
    event.preventDefault()
    drop.classList.remove("over")
    send(dropped(event.dataTransfer))
  }
}
