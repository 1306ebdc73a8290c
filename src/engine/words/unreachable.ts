/** Makes the compiler insist that every case of a union is handled. */
export function unreachable(it: never): never {
  throw new Error(`Cannot handle case: ${JSON.stringify(it)}`);
}
