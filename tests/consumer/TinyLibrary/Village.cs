using LongWriter;
using Microsoft.Extensions.DependencyInjection;

namespace TinyLibrary;

/// <summary>Writes with the shipped model; an app of this library names no package.</summary>
public static class Village
{
    public static async Task<WritingDocument> WriteAsync(string instruction)
    {
        var services = new ServiceCollection();
        services.AddLongWriter().UseTinyModel();
        await using var provider = services.BuildServiceProvider();
        return await provider.GetRequiredService<ILongWriter>().WriteAsync(new WritingRequest(instruction));
    }
}
