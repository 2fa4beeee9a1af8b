namespace LongWriter;

/// <summary>The files of an export that are much the same for every run.</summary>
internal static class LlamaFactoryFiles
{
    public const string DeepSpeed = "ds_z3.json";
    public const string DataFolder = "data";
    public const string DataSets = "dataset_info.json";
    public const string Script = "run.sh";
    public const string Notes = "notes.txt";

    /// <summary>ZeRO-3: weights, gradients and moments spread over all GPUs; what stands in the YAML file is "auto" here.</summary>
    public const string ZeroThree = """
        {
          "train_batch_size": "auto",
          "train_micro_batch_size_per_gpu": "auto",
          "gradient_accumulation_steps": "auto",
          "gradient_clipping": "auto",
          "zero_allow_untested_optimizer": true,
          "bf16": { "enabled": "auto" },
          "zero_optimization": {
            "stage": 3,
            "overlap_comm": false,
            "contiguous_gradients": true,
            "reduce_bucket_size": "auto",
            "stage3_prefetch_bucket_size": "auto",
            "stage3_param_persistence_threshold": "auto",
            "stage3_gather_16bit_weights_on_model_save": true
          }
        }

        """;

    public static string Launch(string yaml, int devices) => $$"""
        #!/usr/bin/env bash
        # Starts LLaMA-Factory (pip install "llamafactory[torch,deepspeed]" flash-attn), one process a GPU. On several machines set NNODES,
        # NODE_RANK, MASTER_ADDR and MASTER_PORT on each, and NPROC_PER_NODE so that there are {{devices}} GPUs in all: another number is another batch.
        set -euo pipefail
        cd "$(dirname "${BASH_SOURCE[0]}")"
        FORCE_TORCHRUN=1 NPROC_PER_NODE="${NPROC_PER_NODE:-{{devices}}}" llamafactory-cli train {{yaml}} "$@"

        """;
}
