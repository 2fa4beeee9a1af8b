namespace LongWriter.Tests;

public class LlamaFactorySettingsTests
{
    [Fact]
    public void The_preset_of_the_paper_gives_this_file()
    {
        using var folder = new ExportFolder();

        var export = folder.Export(folder.ChatRun(), new() { Preset = "longwriter-llama3.1-8b" });

        Assert.Equal(
            """
            # Written by LongWriter for LLaMA-Factory: bash run.sh
            # A step takes 8 packs of 32768 tokens: 1 on each of 8 GPUs.

            ### model
            model_name_or_path: "meta-llama/Llama-3.1-8B"
            flash_attn: "fa2"

            ### method
            stage: "sft"
            do_train: true
            finetuning_type: "full"
            deepspeed: "ds_z3.json"

            ### dataset
            dataset_dir: "data"
            dataset: "rows"
            template: "llama3"
            cutoff_len: 32768
            preprocessing_num_workers: 16
            packing: true
            neat_packing: true

            ### output
            output_dir: "output"
            logging_steps: 1
            save_steps: 100
            save_total_limit: 2
            plot_loss: true
            report_to: "none"

            ### train
            per_device_train_batch_size: 1
            gradient_accumulation_steps: 1
            num_train_epochs: 4.0
            learning_rate: 1.0E-05
            lr_scheduler_type: "cosine"
            warmup_ratio: 0.03
            optim: "adamw_torch"
            adam_beta1: 0.9
            adam_beta2: 0.95
            adam_epsilon: 1.0E-08
            weight_decay: 0.1
            max_grad_norm: 1.0
            bf16: true
            disable_gradient_checkpointing: false
            average_tokens_across_devices: true
            seed: 0
            ddp_timeout: 180000000

            """,
            folder.Text("sft.yaml"),
            ignoreLineEndingDifferences: true);
        Assert.Equal(LlamaFactoryStage.Sft, export.Stage);
    }

    [Fact]
    public void A_runs_own_settings_are_carried_over()
    {
        using var folder = new ExportFolder();
        var run = folder.ChatRun(training: """
            , "packLength": 4096, "packsPerStep": 12, "epochs": 3, "maxSteps": 77, "seed": 5, "checkpointSteps": 9, "keepCheckpoints": 4, "precision": "bf16",
              "learningRate": { "peak": 0.00002, "floor": 0.1, "warmupShare": 0.05 }, "adamW": { "beta1": 0.8, "beta2": 0.99, "epsilon": 1e-6, "weightDecay": 0, "clipNorm": 0 }
            """);

        folder.Export(run, new() { Devices = 4, Model = "models/größer: \"8B\" # 🐝" });

        var yaml = folder.Yaml("sft.yaml");
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["model_name_or_path"] = "models/größer: \"8B\" # 🐝",
                ["cutoff_len"] = "4096",
                ["gradient_accumulation_steps"] = "3",
                ["num_train_epochs"] = "3.0",
                ["max_steps"] = "77",
                ["seed"] = "5",
                ["save_steps"] = "9",
                ["save_total_limit"] = "4",
                ["learning_rate"] = "2.0E-05",
                ["lr_scheduler_type"] = "cosine_with_min_lr",
                ["warmup_ratio"] = "0.05",
                ["adam_beta1"] = "0.8",
                ["adam_beta2"] = "0.99",
                ["adam_epsilon"] = "1.0E-06",
                ["weight_decay"] = "0.0",
                ["max_grad_norm"] = "0.0",
                ["template"] = "llama3",
            },
            yaml.Where(static y => y.Key is "model_name_or_path" or "cutoff_len" or "gradient_accumulation_steps" or "num_train_epochs" or "max_steps" or "seed" or "save_steps" or "save_total_limit"
                or "learning_rate" or "lr_scheduler_type" or "warmup_ratio" or "adam_beta1" or "adam_beta2" or "adam_epsilon" or "weight_decay" or "max_grad_norm" or "template").ToDictionary(static y => y.Key, static y => (string)y.Value));
        Assert.Equal("0.1", Assert.IsType<Dictionary<object, object>>(yaml["lr_scheduler_kwargs"])["min_lr_rate"]);
    }

    [Theory]
    [InlineData("\"decay\": \"cosine\"", "cosine", null)]
    [InlineData("\"decay\": \"linear\"", "linear", null)]
    [InlineData("\"decay\": \"constant\"", "constant_with_warmup", null)]
    [InlineData("\"decay\": \"linear\", \"floor\": 0.5, \"peak\": 0.001", "polynomial", "lr_end=0.0005,power=1.0")]
    public void Each_schedule_has_its_name_there(string rate, string name, string? arguments)
    {
        using var folder = new ExportFolder();

        folder.Export(folder.ChatRun(training: $", \"learningRate\": {{ {rate} }}"));

        var yaml = folder.Yaml("sft.yaml");
        Assert.Equal(name, yaml["lr_scheduler_type"]);
        Assert.Equal(arguments, yaml.GetValueOrDefault("lr_scheduler_kwargs") is Dictionary<object, object> given ? string.Join(',', given.Select(static a => $"{a.Key}={a.Value}")) : null);
    }

    [Theory]
    [InlineData("{ \"rank\": 8 }", "8", "32", "all", 0)]
    [InlineData("{ \"alpha\": 12.5, \"targets\": [\"q_proj\", \"v_proj\"] }", "16", "12", "q_proj,v_proj", 2)]
    public void An_adapter_keeps_its_rank_and_targets(string lora, string rank, string alpha, string targets, int more)
    {
        using var folder = new ExportFolder();
        var export = folder.Export(folder.ChatRun(training: $", \"lora\": {lora}"));

        var yaml = folder.Yaml("sft.yaml");
        Assert.Equal(["lora", rank, alpha, targets], new[] { "finetuning_type", "lora_rank", "lora_alpha", "lora_target" }.Select(key => (string)yaml[key]));
        Assert.Equal(more, export.Notes.Count(static n => n.StartsWith("lora_", StringComparison.Ordinal)));
    }

    [Fact]
    public void Preferences_become_the_dpo_stage()
    {
        using var folder = new ExportFolder();
        var run = folder.PairRun("""{ "beta": 0.2, "labelSmoothing": 0.1, "lengthAlpha": 0.5, "sftWeight": 0.3, "pairsPerStep": 32 }""", """, "reference": "ref" """);

        var export = folder.Export(run);

        var yaml = folder.Yaml("dpo.yaml");
        Assert.Equal(("dpo", "sigmoid", "0.2", "0.3", "0.1", "0.5"), (yaml["stage"], yaml["pref_loss"], yaml["pref_beta"], yaml["pref_ftx"], yaml["dpo_label_smoothing"], yaml["ld_alpha"]));
        Assert.Equal(("4", folder.At("ref"), "glm4", "pairs"), (yaml["gradient_accumulation_steps"], yaml["ref_model"], yaml["template"], yaml["dataset"]));
        Assert.DoesNotContain("packing", yaml.Keys);
        Assert.Contains(export.Notes, static n => n.StartsWith("ld_alpha weighs only", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(", \"averaging\": \"sequence\"", "averaging 'Sequence'")]
    [InlineData(", \"averaging\": \"packTokenTimesCount\"", "averaging 'PackTokenTimesCount'")]
    [InlineData(", \"maxTime\": \"01:00:00\"", "'maxTime' is left out")]
    [InlineData(", \"saveAs\": \"f32\"", "stored as bf16")]
    [InlineData(", \"precision\": \"fp32\"", "set it to sdpa")]
    [InlineData(", \"learningRate\": { \"decayShare\": 0.2 }", "not over the last 20")]
    [InlineData(", \"seed\": -1", "seed -1 became 2147483647")]
    public void What_cannot_be_carried_over_is_told(string training, string note)
    {
        using var folder = new ExportFolder();

        var export = folder.Export(folder.ChatRun(training: training));

        Assert.Contains(export.Notes, n => n.Contains(note, StringComparison.Ordinal));
        Assert.Contains(note, folder.Text("notes.txt"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("llama-3", "llama3")]
    [InlineData("llama-3.1", "llama3")]
    [InlineData("glm-4", "glm4")]
    [InlineData("chatml", "chatml")]
    [InlineData("qwen3", "qwen3_nothink")]
    [InlineData("mistral-v3", "mistral")]
    [InlineData("longwriter-llama", "llama2")]
    public void Templates_have_their_names_there(string name, string there)
    {
        using var folder = new ExportFolder();

        folder.Export(folder.ChatRun() with { Template = name });

        Assert.Equal(there, folder.Yaml("sft.yaml")["template"]);
    }

    [Fact]
    public void A_presets_model_brings_its_own_template()
    {
        using var folder = new ExportFolder();

        var export = folder.Export(folder.ChatRun() with { Template = "chatml" }, new() { Preset = "longwriter-glm4-9b" });

        Assert.Equal("glm4", folder.Yaml("sft.yaml")["template"]);
        Assert.Contains(export.Notes, static n => n.Contains("in place of the run's 'chatml'", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_template_has_one()
    {
        Assert.All(ChatTemplates.Names, static name =>
        {
            using var folder = new ExportFolder();
            folder.Export(folder.ChatRun() with { Template = name });
        });
    }
}
