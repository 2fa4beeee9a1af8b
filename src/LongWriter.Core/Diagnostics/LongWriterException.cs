namespace LongWriter;

/// <summary>What went wrong.</summary>
public enum LongWriterError
{
    /// <summary>The request or the configuration is not usable.</summary>
    InvalidRequest,

    /// <summary>The run id belongs to another request.</summary>
    RunConflict,

    /// <summary>Settings that change text differ from those the run was started with.</summary>
    SettingsChanged,

    /// <summary>Another process is writing this run.</summary>
    RunLocked,

    /// <summary>There is no run of this id.</summary>
    RunNotFound,

    /// <summary>The journal is damaged before its last record.</summary>
    JournalDamaged,

    /// <summary>The journal cannot be written: read-only folder, full disk, no permission.</summary>
    JournalUnavailable,

    /// <summary>The model gave no usable plan, also when asked again.</summary>
    MalformedPlan,

    /// <summary>The model answered with nothing.</summary>
    EmptyAnswer,

    /// <summary>The model or its content filter refused.</summary>
    Refused,

    /// <summary>The server asks for fewer calls.</summary>
    RateLimited,

    /// <summary>The prompt does not fit the model's context, or the server cut it silently.</summary>
    ContextOverflow,

    /// <summary>The key is missing, wrong or lacks the right. Never retried.</summary>
    Authentication,

    /// <summary>The server does not know the model.</summary>
    ModelNotFound,

    /// <summary>The server rejects the request for another reason. Never retried.</summary>
    BadRequest,

    /// <summary>The server cannot be reached, fails, or breaks its answer off.</summary>
    ServerUnavailable,

    /// <summary>The server sent nothing for longer than the watchdog allows.</summary>
    Timeout,

    /// <summary>The server's answer is not what its protocol promises, for example HTML.</summary>
    InvalidAnswer,

    /// <summary>The server wrote on beyond the output cap it was given.</summary>
    OutputCapIgnored,

    /// <summary>A data set cannot be written or read: read-only folder, full disk, rows that are no JSON.</summary>
    DatasetUnavailable,

    /// <summary>A model's files are damaged, incomplete, do not fit together, or are of a kind that is not supported.</summary>
    InvalidModel,

    /// <summary>A model, with its cache, is larger than the memory it may take.</summary>
    InsufficientMemory,

    /// <summary>A native library that a backend needs is missing or does not load on this machine.</summary>
    BackendUnavailable,

    /// <summary>A training run's loss or gradients are no longer numbers.</summary>
    TrainingDiverged,

    /// <summary>Another writer, in this process or another, holds the data set's file.</summary>
    DatasetLocked,
}

/// <summary>The one exception type of LongWriter. Its message says what to do; the provider's exception is inside.</summary>
public class LongWriterException : Exception
{
    /// <summary>Makes an exception.</summary>
    /// <param name="error">What went wrong.</param>
    /// <param name="message">What happened and what to do about it.</param>
    /// <param name="innerException">The provider's or system's exception.</param>
    public LongWriterException(LongWriterError error, string message, Exception? innerException = null)
        : base(message, innerException) => Error = error;

    /// <summary>What went wrong.</summary>
    public LongWriterError Error { get; }

    /// <summary>The run it happened in, where there is one.</summary>
    public string? RunId { get; internal set; }

    /// <summary>Whether the run's journal is whole, so that the same request resumes it.</summary>
    public bool IsResumable { get; internal set; }

    /// <summary>How long the server asked to wait, where it did.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
