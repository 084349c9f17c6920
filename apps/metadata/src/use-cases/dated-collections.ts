/** Documents of these say when they were added and changed (contract 6.4, step 5). */
export const DATED_COLLECTIONS = ['biosample_set', 'study_set', 'data_generation_set'];
