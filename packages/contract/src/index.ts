export * from './agent-protocol.ts';
export * from './definition.ts';
export * from './execution.ts';
export * from './framework.ts';
export * from './ids.ts';
export * from './report-lines.ts';
