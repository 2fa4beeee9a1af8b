namespace LongWriter;

/// <summary>A run's settings as LLaMA-Factory's (hparams/*.py there; the rest are transformers' TrainingArguments).</summary>
/// <param name="run">The run.</param>
/// <param name="stage">What is learned.</param>
/// <param name="options">What the export was asked for.</param>
/// <param name="notes">Takes what could not be carried over.</param>
internal sealed class LlamaFactorySettings(TrainingRunFile run, LlamaFactoryStage stage, LlamaFactoryOptions options, List<string> notes)
{
    private readonly LlamaFactoryPreset? _preset = options.Preset is { } name ? LlamaFactoryPreset.Get(name) : null;

    public string Name => stage.ToString().ToLowerInvariant();

    private int PerStep => stage == LlamaFactoryStage.Dpo ? (run.Dpo ?? new()).PairsPerStep : Training.PacksPerStep;

    private TrainingOptions Training => _preset is null || stage == LlamaFactoryStage.Dpo ? run.Training : LlamaFactoryPreset.Over(run.Training);

    public string Write(IEnumerable<string> dataSets)
    {
        if (PerStep % options.Devices != 0)
            throw new LongWriterException(LongWriterError.InvalidRequest, $"A step's {PerStep} {(stage == LlamaFactoryStage.Dpo ? "pairs" : "packs")} cannot be spread evenly over {options.Devices} GPUs. Take a number of GPUs that divides them.");

        var training = Training;
        var yaml = new YamlFile().Comment($"Written by LongWriter for LLaMA-Factory: bash run.sh\nA step takes {PerStep} {(stage == LlamaFactoryStage.Dpo ? "pairs" : $"packs of {training.PackLength} tokens")}: {PerStep / options.Devices} on each of {options.Devices} GPUs.");
        Model(yaml);
        yaml.Group("method").Add("stage", Name).Add("do_train", true).Add("finetuning_type", training.Lora is null ? "full" : "lora").Add("deepspeed", LlamaFactoryFiles.DeepSpeed);
        if (training.Lora is { } lora)
            Adapter(yaml, lora);
        if (stage == LlamaFactoryStage.Dpo)
            Preferences(yaml, run.Dpo ?? new());
        Data(yaml, training, dataSets);
        yaml.Group("output")
            .Add("output_dir", "output")
            .Add("logging_steps", 1)
            .Add("save_steps", training.CheckpointSteps)
            .Add("save_total_limit", training.KeepCheckpoints)
            .Add("plot_loss", true)
            .Add("report_to", "none");
        Train(yaml, training);
        Leftovers(training);
        return yaml.ToString();
    }

    private void Model(YamlFile yaml)
    {
        var model = options.Model ?? _preset?.Model ?? run.Model!;
        yaml.Group("model").Add("model_name_or_path", model).Add("flash_attn", "fa2");
        if (options.Model is not null || _preset is not null)
            notes.Add($"the model is {model} in place of the run's.");
        else
            notes.Add($"model_name_or_path is {model}, a folder of this machine: it has to be there on the other one too; or name the model as that one knows it.");
    }

    private void Adapter(YamlFile yaml, LoraOptions lora)
    {
        var alpha = (int)Math.Max(1, Math.Round(lora.Alpha));
        var all = lora.Targets.Count == LoraOptions.Projections.Count;
        yaml.Add("lora_rank", lora.Rank).Add("lora_alpha", alpha).Add("lora_dropout", 0.0).Add("lora_target", all ? "all" : string.Join(',', lora.Targets));
        if (alpha != lora.Alpha)
            notes.Add(FormattableString.Invariant($"lora_alpha is {alpha} in place of {lora.Alpha}: LLaMA-Factory takes whole numbers."));
        if (!all)
            notes.Add("lora_target has the names of a Llama checkpoint; a model that keeps projections in one module (GLM-4) calls them otherwise.");
    }

    private void Preferences(YamlFile yaml, DpoOptions dpo)
    {
        yaml.Add("pref_loss", "sigmoid").Add("pref_beta", dpo.Beta).Add("pref_ftx", dpo.SftWeight).Add("dpo_label_smoothing", dpo.LabelSmoothing);
        if (dpo.LengthAlpha != 1)
        {
            yaml.Add("ld_alpha", dpo.LengthAlpha);
            notes.Add("ld_alpha weighs only the trained model's tokens in LLaMA-Factory, not the reference's, so that its loss is another one than with 'lengthAlpha' here. Old versions do not know it.");
        }

        if (run.Reference is { } reference)
            yaml.Add("ref_model", reference);
        if (_preset is not null)
            notes.Add("the preset's hyper-parameters are those of the paper's supervised training; for pairs the run's own were taken.");
    }

    private void Data(YamlFile yaml, TrainingOptions training, IEnumerable<string> dataSets)
    {
        yaml.Group("dataset").Add("dataset_dir", LlamaFactoryFiles.DataFolder).Add("dataset", string.Join(',', dataSets));
        if (stage != LlamaFactoryStage.Pt)
            yaml.Add("template", Template());
        yaml.Add("cutoff_len", training.PackLength).Add("preprocessing_num_workers", 16);
        switch (stage)
        {
            case LlamaFactoryStage.Sft:
                yaml.Add("packing", true).Add("neat_packing", true);
                if (run.Overlong != OverlongRows.Cut)
                    notes.Add($"rows of more than {training.PackLength - 1} tokens are cut by LLaMA-Factory, and then teach no end; here they are dropped.");
                break;
            case LlamaFactoryStage.Dpo:
                notes.Add($"pairs of more than {training.PackLength} tokens are cut by LLaMA-Factory; here they are dropped. It does not pack pairs.");
                break;
            default:
                yaml.Add("packing", true);
                notes.Add("LLaMA-Factory joins texts and cuts them at cutoff_len, so that a token sees the text before its own; here each text is apart.");
                break;
        }
    }

    // A template belongs to its model.
    private string Template()
    {
        if (_preset is null)
            return LlamaFactoryTemplates.Of(run, notes);
        if (run.Template is { } given && LlamaFactoryTemplates.Of(run, []) != _preset.Template)
            notes.Add($"the template is {_preset.Template}, as the preset's model has it, in place of the run's '{given}'.");
        return _preset.Template;
    }

    private void Train(YamlFile yaml, TrainingOptions training)
    {
        yaml.Group("train")
            .Add("per_device_train_batch_size", 1)
            .Add("gradient_accumulation_steps", PerStep / options.Devices)
            .Add("num_train_epochs", (double)training.Epochs);
        if (training.MaxSteps is { } steps)
            yaml.Add("max_steps", steps);
        yaml.Add("learning_rate", training.LearningRate.Peak);
        Schedule(yaml, training.LearningRate);
        yaml.Add("warmup_ratio", training.LearningRate.WarmupShare)
            .Add("optim", "adamw_torch")
            .Add("adam_beta1", training.AdamW.Beta1)
            .Add("adam_beta2", training.AdamW.Beta2)
            .Add("adam_epsilon", training.AdamW.Epsilon)
            .Add("weight_decay", training.AdamW.WeightDecay)
            .Add("max_grad_norm", training.AdamW.ClipNorm)
            .Add("bf16", training.Precision == TrainingPrecision.BFloat16)
            .Add("disable_gradient_checkpointing", false)
            .Add("average_tokens_across_devices", stage != LlamaFactoryStage.Dpo)
            .Add("seed", (int)(training.Seed & int.MaxValue))
            .Add("ddp_timeout", 180_000_000);
        if (training.Seed is < 0 or > int.MaxValue)
            notes.Add($"seed {training.Seed} became {(int)(training.Seed & int.MaxValue)}: LLaMA-Factory takes 31 bits.");
    }

    private void Schedule(YamlFile yaml, LearningRateSchedule rate)
    {
        if (rate.Decay == LearningRateDecay.Constant)
            yaml.Add("lr_scheduler_type", "constant_with_warmup");
        else if (rate.Decay == LearningRateDecay.Cosine && rate.Floor == 0)
            yaml.Add("lr_scheduler_type", "cosine");
        else if (rate.Decay == LearningRateDecay.Cosine)
            yaml.Add("lr_scheduler_type", "cosine_with_min_lr").Add("lr_scheduler_kwargs", new Dictionary<string, double> { ["min_lr_rate"] = rate.Floor });
        else if (rate.Floor == 0)
            yaml.Add("lr_scheduler_type", "linear");
        else
            yaml.Add("lr_scheduler_type", "polynomial").Add("lr_scheduler_kwargs", new Dictionary<string, double> { ["lr_end"] = rate.Peak * rate.Floor, ["power"] = 1 });

        if (rate.DecayShare < 1 && rate.Decay != LearningRateDecay.Constant)
            notes.Add(FormattableString.Invariant($"the learning rate comes down over all steps after the warmup, not over the last {rate.DecayShare:P0}: LLaMA-Factory's schedules want a number of steps for that, which is known only there."));
    }

    private void Leftovers(TrainingOptions training)
    {
        if (stage != LlamaFactoryStage.Dpo && training.Averaging != LossAveraging.Token)
            notes.Add($"the loss is averaged over tokens; LLaMA-Factory has nothing like averaging '{training.Averaging}'.");
        if (training.Evaluation is not null)
            notes.Add("the evaluation on held-out rows is left out; LLaMA-Factory's eval_dataset takes such rows, without early stop.");
        if (training.MaxTime is not null)
            notes.Add("'maxTime' is left out; LLaMA-Factory has no such limit.");
        if (training.SaveAs == SafetensorsType.F32)
            notes.Add("the trained model is stored as bf16 by ZeRO-3, not as fp32.");
        if (training.Precision == TrainingPrecision.Float32)
            notes.Add("flash_attn fa2 computes in bf16 or fp16 only; with fp32 set it to sdpa, where packs are kept apart by a mask that takes memory with the square of their length.");
    }
}
