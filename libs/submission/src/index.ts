export { type Found, NotASubmission, readDocuments } from './read-documents';
export { type Ask, stageSubmission, type SubmissionVerdict, submissionVerdict } from './stage-submission';
