using System.Text.Json;

namespace LongWriter;

/// <summary>What <c>tokenizer_config.json</c> and <c>chat_template.jinja</c> say beside the vocabulary.</summary>
internal sealed record TokenizerSettings(string File)
{
    /// <summary>The text of the beginning token.</summary>
    public string? Bos { get; init; }

    /// <summary>The text of the ending token.</summary>
    public string? Eos { get; init; }

    /// <summary>Whether a text is begun with <see cref="Bos"/>, where the file says.</summary>
    public bool? AddsBos { get; init; }

    /// <summary>The class that reads the tokenizer where it comes from.</summary>
    public string? TokenizerClass { get; init; }

    /// <summary>The chat template.</summary>
    public string? ChatTemplateText { get; init; }

    /// <summary>Tokens beside the vocabulary.</summary>
    public IReadOnlyList<AddedToken> Added { get; init; } = [];

    /// <summary>Reads the files of a folder; a missing one says nothing.</summary>
    public static TokenizerSettings Read(string directory)
    {
        var file = Path.Combine(directory, "tokenizer_config.json");
        var settings = new TokenizerSettings(file);
        if (System.IO.File.Exists(file))
        {
            using var document = JsonField.Open(file, out var root);
            settings = settings with
            {
                Bos = TokenText(root["bos_token"]),
                Eos = TokenText(root["eos_token"]),
                AddsBos = root["add_bos_token"].IsNull ? null : root["add_bos_token"].Flag(),
                TokenizerClass = root["tokenizer_class"].TextOrNull(),
                ChatTemplateText = Template(root["chat_template"]),
                Added = [.. root["added_tokens_decoder"].Members().Select(ReadAdded)],
            };
        }

        var template = Path.Combine(directory, "chat_template.jinja");
        return System.IO.File.Exists(template) ? settings with { ChatTemplateText = ReadText(template) } : settings;

        AddedToken ReadAdded((string Name, JsonField Value) member) =>
            int.TryParse(member.Name, out var id) && id is >= 0 and < TokenVocabulary.Largest
                ? AddedToken.Read(member.Value, id)
                : throw JsonField.Invalid(file, $"is not usable: field 'added_tokens_decoder' has the name '{member.Name}', which is no token id.");
    }

    /// <summary>The id of a token that the settings name.</summary>
    /// <param name="token">The text, or null.</param>
    /// <param name="field">The field that names it.</param>
    /// <param name="added">Tokens beside the vocabulary.</param>
    /// <param name="vocabulary">The vocabulary.</param>
    public int? IdOf(string? token, string field, IEnumerable<AddedToken> added, TokenVocabulary vocabulary) =>
        token is null ? null
        : added.FirstOrDefault(candidate => candidate.Content == token) is { } found ? found.Id
        : vocabulary.TryFind(token, out var id) ? id
        : throw JsonField.Invalid(File, $"is not usable: field '{field}' names '{token}', which the vocabulary does not have; the files are of different models.");

    /// <summary>Adds the tokens of the settings to those of a vocabulary file.</summary>
    /// <param name="added">Tokens of the vocabulary file, which come first.</param>
    public IReadOnlyList<AddedToken> Merge(IReadOnlyList<AddedToken> added)
    {
        var byId = added.ToDictionary(token => token.Id);
        foreach (var token in Added)
        {
            if (!byId.TryAdd(token.Id, token) && byId[token.Id].Content != token.Content)
                throw JsonField.Invalid(File, $"is not usable: field 'added_tokens_decoder' says that token {token.Id} is '{token.Content}', the vocabulary '{byId[token.Id].Content}'; the files are of different models.");
        }

        return [.. byId.Values];
    }

    private static string? TokenText(JsonField field) =>
        field.Element.ValueKind == JsonValueKind.Object ? field["content"].Text() : field.TextOrNull();

    // One template, or several by name of which 'default' counts.
    private static string? Template(JsonField field) =>
        field.Element.ValueKind == JsonValueKind.Array
            ? field.Entries().FirstOrDefault(entry => entry["name"].TextOrNull() == "default")["template"].TextOrNull()
            : field.TextOrNull();

    private static string ReadText(string file)
    {
        try
        {
            return System.IO.File.ReadAllText(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw JsonField.Invalid(file, $"cannot be read: {exception.Message}", exception);
        }
    }
}
