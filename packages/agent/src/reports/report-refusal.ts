/** A report that is not what its format promises. Its message completes "The report cannot be used: ...". */
export class ReportRefusal extends Error {}
