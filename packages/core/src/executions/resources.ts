/** Quantities as people write them, in Kubernetes' spelling. */
const FACTORS: Readonly<Record<string, number>> = {
  '': 1,
  k: 1e3,
  K: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
};

/** `0.5` and `"500m"` are 500. */
export function cpuMillis(cpu: number | string): number {
  if (typeof cpu === 'number') return Math.ceil(cpu * 1000);
  return cpu.endsWith('m') ? Math.ceil(Number(cpu.slice(0, -1))) : Math.ceil(Number(cpu) * 1000);
}

/** `"1Ki"` is 1024. */
export function memoryBytes(memory: number | string): number {
  if (typeof memory === 'number') return memory;
  const [, digits = '0', suffix = ''] = /^([\d.]+)([A-Za-z]*)$/.exec(memory) ?? [];
  return Math.ceil(Number(digits) * (FACTORS[suffix] ?? 1));
}
