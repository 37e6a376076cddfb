import ts from 'typescript';

const CONSTANT = /^[A-Z][A-Z0-9_]*$/;

const isTypeOrConstant = (element: ts.ImportSpecifier | ts.ExportSpecifier): boolean =>
  element.isTypeOnly || CONSTANT.test((element.propertyName ?? element.name).text);

function importIsHarmless(statement: ts.ImportDeclaration): boolean {
  const clause = statement.importClause;
  if (clause === undefined) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const bindings = clause.namedBindings;
  if (clause.name !== undefined || bindings === undefined || ts.isNamespaceImport(bindings)) return false;
  return bindings.elements.every(isTypeOrConstant);
}

function exportIsHarmless(statement: ts.ExportDeclaration): boolean {
  if (statement.isTypeOnly) return true;
  const clause = statement.exportClause;
  return clause !== undefined && ts.isNamedExports(clause) && clause.elements.every(isTypeOrConstant);
}

/**
 * Whether a source text takes anything of a package at run time but constants, which are known by their
 * spelling: UPPER_CASE.
 *
 * @param source TypeScript
 * @param packageName sub-paths of the package count as the package
 */
export function takesMoreThanTypesAndConstants(source: string, packageName: string): boolean {
  const isOfPackage = (specifier: ts.Expression) =>
    ts.isStringLiteral(specifier) && `${specifier.text}/`.startsWith(`${packageName}/`);
  return ts.createSourceFile('source.ts', source, ts.ScriptTarget.Latest).statements.some((statement) => {
    if (ts.isImportDeclaration(statement)) {
      return isOfPackage(statement.moduleSpecifier) && !importIsHarmless(statement);
    }
    if (!ts.isExportDeclaration(statement) || statement.moduleSpecifier === undefined) return false;
    return isOfPackage(statement.moduleSpecifier) && !exportIsHarmless(statement);
  });
}
