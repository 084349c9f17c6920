export { type CollectionsOfTypes, withoutLegacyCollection } from './legacy-collection';
export { type Found, NotASubmission, readDocuments } from './read-documents';
export { type Ask, stageSubmission, type SubmissionVerdict, submissionVerdict } from './stage-submission';
export { mimeTypeOfSheet, NO_SHEET_FORMAT, type SheetFormat, sheetFormatOf } from './sheet-format';
export { stageChangesheet } from './stage-sheet';
