import type { FileIssue } from '../../contract/model/issue.ts';

/** A file cannot be imported. The message of the error is for developers. */
export class ImportError extends Error {
  override readonly name: string = 'ImportError';
  readonly issue: FileIssue;

  constructor(issue: FileIssue) {
    super(`${issue.file}: ${issue.code} at ${issue.path}`);
    this.issue = issue;
  }
}

/** A file has several errors. */
export class ImportErrors extends ImportError {
  override readonly name = 'ImportErrors';
  readonly more: readonly FileIssue[];

  constructor(first: FileIssue, more: readonly FileIssue[]) {
    super(first);
    this.more = more;
  }
}
