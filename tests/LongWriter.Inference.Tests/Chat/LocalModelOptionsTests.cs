using Microsoft.Extensions.Options;

namespace LongWriter.Tests;

public class LocalModelOptionsTests
{
    [Fact]
    public void The_defaults_are_usable()
    {
        var options = new LocalModelOptions();
        options.Check();
        Assert.Equal((WeightFormat.BFloat16, 8, null, LoopDetection.Default), (options.Weights, options.MaxConcurrency, options.ContextLength, options.Loop));
    }

    [Fact]
    public void Every_value_that_is_not_usable_is_named()
    {
        var options = new LocalModelOptions
        {
            Weights = (WeightFormat)9,
            Threads = 0,
            ContextLength = 1,
            CacheBytes = -1,
            MaxConcurrency = 0,
            MemoryLimit = 0,
            MaxOutputTokens = 0,
            ModelId = " ",
        };
        var thrown = Assert.Throws<OptionsValidationException>(options.Check);
        Assert.Equal(
            ["Weights", "Threads", "ContextLength", "CacheBytes", "MaxConcurrency", "MemoryLimit", "MaxOutputTokens", "ModelId"],
            thrown.Failures.Select(f => f.Split(' ')[0]));
    }

    [Fact]
    public void Own_sampling_goes_before_what_the_model_was_published_with()
    {
        SamplingOptions own = new() { TopK = 1 }, published = new() { TopK = 2 };
        Assert.Equal(own, new LocalModelOptions { Sampling = own }.ForChat(published, []).Sampling);
        Assert.Equal(published, new LocalModelOptions().ForChat(published, []).Sampling);
        Assert.Equal(new(), new LocalModelOptions().ForChat(null, []).Sampling);

        var chat = new LocalModelOptions { MaxOutputTokens = 5, Loop = null }.ForChat(null, [4]);
        Assert.Equal((5, null), (chat.MaxOutputTokens, chat.Loop));
        Assert.Equal([4], chat.StopTokenIds);
        var engine = new LocalModelOptions { MaxConcurrency = 3, ContextLength = 40, CacheBytes = 50, Seed = 6 }.ForEngine();
        Assert.Equal((3, 40, 50L, 6L), (engine.MaxConcurrency, engine.ContextLength!.Value, engine.CacheBytes!.Value, engine.Seed!.Value));
    }
}
