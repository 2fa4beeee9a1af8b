namespace LongWriter;

/// <summary>How a <see cref="SimulatedChatClient"/> treats what it is asked for.</summary>
public enum SimulatedWriterProfile
{
    /// <summary>Writes what it is asked for, times <see cref="SimulatedWriterOptions.Bias"/>, with <see cref="SimulatedWriterOptions.Noise"/>.</summary>
    Obedient,

    /// <summary>Never writes more than <see cref="SimulatedWriterOptions.CeilingWords"/> in one answer.</summary>
    Ceiling,

    /// <summary>Writes <see cref="SimulatedWriterOptions.ExtraWords"/> more than it is asked for.</summary>
    AskedPlus,

    /// <summary>Writes about <see cref="SimulatedWriterOptions.HabitualWords"/>, whatever it is asked for.</summary>
    IgnoresAsk,

    /// <summary>Its bias moves from <see cref="SimulatedWriterOptions.DriftFrom"/> in the first section to <see cref="SimulatedWriterOptions.DriftTo"/> in the last.</summary>
    Drifting,

    /// <summary>Gives a draft back unchanged when it is asked to shorten it.</summary>
    IgnoresShorten,

    /// <summary>
    /// Copies passages of two or three sentences out of the text so far, and ignores a complaint about it in
    /// <see cref="SimulatedWriterOptions.IgnoreReaskShare"/> of the cases.
    /// </summary>
    Repeats,

    /// <summary>Refuses, in <see cref="SimulatedWriterOptions.RefusalShare"/> of its answers.</summary>
    Refuses,

    /// <summary>
    /// Its first plan is not a plan; asked again, it makes a proper one except in
    /// <see cref="SimulatedWriterOptions.IgnoreReaskShare"/> of the cases.
    /// </summary>
    MalformedPlans,
}
