/** The slots of a look-up table, pairs side by side so that a look-up touches memory once: hash, index + 1 (0: free). */
export function freeSlots(): Int32Array<ArrayBuffer> {
  return new Int32Array(2048);
}

/** Twice as many, the taken ones where their hashes belong now. */
export function grownSlots(before: Int32Array): Int32Array<ArrayBuffer> {
  const slots = new Int32Array(before.length * 2);
  const mask = slots.length - 1;
  for (let from = 0; from < before.length; from += 2) {
    if (before[from + 1] === 0) continue;
    let slot = ((before[from] as number) << 1) & mask;
    while (slots[slot + 1] !== 0) slot = (slot + 2) & mask;
    slots[slot] = before[from] as number;
    slots[slot + 1] = before[from + 1] as number;
  }
  return slots;
}
