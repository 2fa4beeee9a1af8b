using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using LongWriter.Tests;

namespace LongWriter.Benchmarks;

/// <summary>
/// Opens a report over hostile texts in a browser, in a frame of a page that clicks every text open, sorts, searches, and then looks whether anything ran, became an element, or was asked for.
/// The same is done first with a page in which some of the texts are markup, to know that the check would see it.
/// </summary>
internal static class PayloadCheck
{
    private const string Report = "/report.html";
    private const string Control = "/control.html";
    private const string Result = "/result";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    public static async Task<int> RunAsync(string? browser, string path, CancellationToken cancellationToken)
    {
        using (var writer = new StreamWriter(path, append: false, new UTF8Encoding(false)))
            HostileReport.Write(writer);
        Console.WriteLine($"{path}: {HostileReport.Payloads.Length} texts in every place, {new FileInfo(path).Length / 1e6:F1} MB");
        if (browser is null)
            return 0;

        var report = await File.ReadAllTextAsync(path, cancellationToken);
        var control = $"<!DOCTYPE html><title>control</title>{string.Concat(HostileReport.Payloads.Where(static p => p.StartsWith("<script>", StringComparison.Ordinal) || p.StartsWith("<img src=x onerror=", StringComparison.Ordinal)))}";
        var seen = await OpenAsync(browser, Control, control, cancellationToken);
        Console.WriteLine($"texts as markup: {seen}");
        var found = await OpenAsync(browser, Report, report, cancellationToken);
        Console.WriteLine($"the report:      {found}");

        var wouldShow = seen.Hits > 0 && seen.Elements > 0 && seen.Asked.Count > 0;
        var isClean = found is { Fault: null, Hits: 0, Elements: 0, Handlers: 0, Blocked: 0, Asked.Count: 0 } && found.Title == HostileReport.Payloads[3]
            && found.Opened == found.Answers && found.Answers > HostileReport.Payloads.Length;
        Console.WriteLine(!wouldShow ? "The check is void: the browser did not run what it should have." : isClean ? "Nothing ran." : "The page is not safe.");
        return wouldShow && isClean ? 0 : 1;
    }

    private static async Task<PayloadResult> OpenAsync(string browser, string name, string page, CancellationToken cancellationToken)
    {
        using var server = new HttpListener();
        var address = $"http://127.0.0.1:{FreePort().ToString(CultureInfo.InvariantCulture)}";
        server.Prefixes.Add(address + "/");
        server.Start();
        var profile = Directory.CreateTempSubdirectory("longwriter-browser-").FullName;
        // A root of a container has no sandbox to give; what is opened is our own.
        string[] arguments = ["--headless=new", "--disable-gpu", "--no-first-run", $"--user-data-dir={profile}", .. Environment.IsPrivilegedProcess ? new[] { "--no-sandbox" } : [], $"{address}/"];
        using var process = Process.Start(new ProcessStartInfo(browser, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.OutputDataReceived += static (_, _) => { };
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            return await ServeAsync(server, name, page, limit.Token);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
            Directory.Delete(profile, recursive: true);
        }
    }

    /// <summary>Answers until the page has told what it found; whatever else it asks for is written down.</summary>
    private static async Task<PayloadResult> ServeAsync(HttpListener server, string name, string page, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(typeof(PayloadCheck).Assembly.GetManifestResourceStream("payload-check.html")!);
        var clicker = await reader.ReadToEndAsync(cancellationToken);
        var asked = new List<string>();
        while (true)
        {
            var context = await server.GetContextAsync().WaitAsync(cancellationToken);
            var path = context.Request.Url!.AbsolutePath;
            if (path == Result)
            {
                var result = await JsonSerializer.DeserializeAsync<PayloadResult>(context.Request.InputStream, JsonSerializerOptions.Web, cancellationToken);
                context.Response.Close();
                return result! with { Asked = asked };
            }

            var body = path == "/" ? clicker.Replace("{page}", name, StringComparison.Ordinal) : path == name ? page : null;
            if (body is null && path != "/favicon.ico")
                asked.Add(context.Request.RawUrl!);
            context.Response.StatusCode = body is null ? 404 : 200;
            context.Response.ContentType = "text/html; charset=utf-8";
            context.Response.Close(Encoding.UTF8.GetBytes(body ?? ""), willBlock: false);
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

/// <summary>What a browser found in a page.</summary>
/// <param name="Answers">Answers in the table.</param>
/// <param name="Opened">Answers whose text was shown.</param>
/// <param name="Hits">Scripts of texts that ran.</param>
/// <param name="Elements">Elements that a report does not have.</param>
/// <param name="Handlers">Elements with an event handler or an address that runs.</param>
/// <param name="Blocked">What the content security policy had to stop.</param>
/// <param name="Title">The page's title.</param>
/// <param name="Fault">Why there is no result.</param>
internal sealed record PayloadResult(int Answers, int Opened, int Hits, int Elements, int Handlers, int Blocked, string? Title, string? Fault)
{
    public IReadOnlyList<string> Asked { get; init; } = [];

    public override string ToString() => Fault ?? string.Create(
        CultureInfo.InvariantCulture,
        $"{Opened} of {Answers} answers opened, {Hits} scripts ran, {Elements} strange elements, {Handlers} handlers, {Blocked} stopped by the policy, {Asked.Count} asked for");
}
