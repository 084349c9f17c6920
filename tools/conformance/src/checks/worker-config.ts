import type { Json } from '../caller';

/** The keys that the scheduler writes (contract 8.2); they must come back unchanged. */
export function workerConfig(gitRepo: string): Json {
  return {
    git_repo: gitRepo,
    release: 'v1.0.28',
    wdl: 'rqcfilter.wdl',
    activity_id: 'nmdc:wfrqc-11-zma0ys31.1',
    activity_set: 'read_qc_analysis_activity_set',
    was_informed_by: ['nmdc:omprc-11-bn8jcq58'],
    trigger_activity: 'nmdc:omprc-11-bn8jcq58',
    iteration: 1,
    input_prefix: 'nmdc_rqcfilter',
    inputs: {
      input_files: ['https://data.example.org/a.fastq.gz'],
      proj: 'nmdc:wfrqc-11-zma0ys31.1',
      shortRead: true,
    },
    input_data_objects: [{ id: 'nmdc:dobj-11-1', file_size_bytes: 719.0, description: null }],
    activity: { name: 'Read QC for {id}', nested: { deep: [[1, 2], []] } },
    outputs: [
      {
        output: 'filtered_final',
        id: 'nmdc:dobj-11-2',
        name: 'Reads QC result fastq',
        data_object_type: 'Filtered Sequencing Reads',
        description: 'Reads QC for {id}',
      },
    ],
  };
}
