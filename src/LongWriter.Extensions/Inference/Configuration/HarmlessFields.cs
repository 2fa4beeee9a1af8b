using System.Collections.Frozen;

namespace LongWriter;

/// <summary>Fields of <c>config.json</c> that no family's logits depend on: names, training, storage, old places of sampling settings.</summary>
internal static class HarmlessFields
{
    private static readonly FrozenSet<string> Names = FrozenSet.ToFrozenSet(
    [
        "architectures", "auto_map", "custom_pipelines", "dtype", "finetuning_task", "id2label", "label2id", "model_type", "name_or_path", "problem_type", "task_specific_params", "tokenizer_class", "torch_dtype",
        "attn_implementation", "chunk_size_feed_forward", "gradient_checkpointing", "initializer_range", "is_decoder", "output_attentions", "output_hidden_states", "pretraining_tp", "return_dict", "torchscript", "use_bfloat16", "use_cache",
        "use_flash_attention", "use_flash_attention_2", "use_flash_attn", "unsloth_fixed",
        "decoder_start_token_id", "pad_token_id", "prefix", "sep_token_id", "unk_token_id",
        "bad_words_ids", "begin_suppress_tokens", "diversity_penalty", "do_sample", "early_stopping", "encoder_no_repeat_ngram_size", "exponential_decay_length_penalty", "forced_bos_token_id", "forced_eos_token_id",
        "length_penalty", "max_length", "max_new_tokens", "min_length", "no_repeat_ngram_size", "num_beam_groups", "num_beams", "num_return_sequences", "output_scores", "remove_invalid_values", "repetition_penalty",
        "return_dict_in_generate", "suppress_tokens", "temperature", "top_k", "top_p", "typical_p",
    ],
    StringComparer.Ordinal);

    public static bool Contains(string name) =>
        Names.Contains(name) || name.StartsWith('_') || name.EndsWith("dropout", StringComparison.Ordinal)
        || name.EndsWith("_pdrop", StringComparison.Ordinal) || name.EndsWith("_version", StringComparison.Ordinal);
}
