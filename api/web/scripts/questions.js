// While the focus is among the choices of a question, a digit chooses. Elsewhere digits are nobody's but the browser's.
document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || !/^[1-9]$/.test(event.key)) return
  const focused = event.target
  if (!(focused instanceof HTMLInputElement) || focused.type !== 'radio') return
  const choices = focused.closest('[data-choices]')?.querySelectorAll('input[type=radio]') ?? []
  const chosen = choices[Number(event.key) - 1]
  if (!chosen) return
  event.preventDefault()
  chosen.checked = true
  chosen.focus()
})
