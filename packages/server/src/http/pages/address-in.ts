/** An address from the root, as it is asked for in a project. Null: at home, where it is what it is. */
export function addressIn(projectId: string | null, address: string): string {
  if (projectId === null) return address;
  return `${address}${address.includes('?') ? '&' : '?'}project=${projectId}`;
}
