using TorchSharp;
using static TorchSharp.torch;

namespace LongWriter;

/// <summary>Makes a device of its name.</summary>
internal static class TorchDevice
{
    /// <summary>Reads <c>cpu</c>, <c>cuda</c>, <c>cuda:N</c> or <c>mps</c>, and starts the device.</summary>
    public static Device Parse(string name)
    {
        var parts = (name ?? "").Split(':');
        var index = 0;
        var type = parts[0] switch
        {
            "cpu" when parts.Length == 1 => DeviceType.CPU,
            "mps" when parts.Length == 1 => DeviceType.MPS,
            "cuda" when parts.Length == 1 || (parts.Length == 2 && int.TryParse(parts[1], System.Globalization.NumberStyles.None, null, out index)) => DeviceType.CUDA,
            _ => throw new LongWriterException(LongWriterError.InvalidRequest, $"{nameof(TorchDecoderOptions)}.{nameof(TorchDecoderOptions.Device)} is '{name}'; it is cpu, cuda, cuda:N or mps."),
        };
        try
        {
            InitializeDeviceType(type);
            if (type == DeviceType.CUDA && index >= cuda.device_count())
                throw NativePlatform.Unavailable($"There is no device {name}: libtorch sees {cuda.device_count()} GPU(s).");

            if (type == DeviceType.MPS && !mps_is_available())
                throw NativePlatform.Unavailable("There is no device mps: it needs a Mac with Apple silicon.");

            return type == DeviceType.CPU ? CPU : device(type, type == DeviceType.CUDA ? index : -1);
        }
        catch (Exception error) when (error is InvalidOperationException or NotSupportedException or DllNotFoundException)
        {
            throw NativePlatform.Unavailable($"There is no device {name}. Reference the native package for it (TorchSharp-cuda-linux or TorchSharp-cuda-windows, and no libtorch-cpu one), and check the GPU's driver.", error);
        }
    }
}
