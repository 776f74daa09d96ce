using System.Globalization;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>The processor.</summary>
    public static readonly Device CPU = new(DeviceType.CPU);

    /// <summary>Tensors with a shape and no memory.</summary>
    public static readonly Device META = new(DeviceType.META);

    private static Device? s_cuda;

    /// <summary>The current CUDA device.</summary>
    /// <exception cref="InvalidOperationException">libtorch sees no CUDA device.</exception>
    public static Device CUDA => s_cuda ??= InitializeDevice(new Device(DeviceType.CUDA));

    /// <summary>A device from its name: "cpu", "cuda", "cuda:1".</summary>
    public static Device device(string description) => InitializeDevice(new Device(description));

    /// <summary>A device from the name of its type, and its index.</summary>
    public static Device device(string deviceType, int index = -1) => InitializeDevice(new Device(deviceType, index));

    /// <summary>A device from its type and index; -1 is the current device of that type.</summary>
    public static Device device(DeviceType deviceType, int index = -1) =>
        InitializeDevice(new Device(deviceType, index));

    /// <summary>The CUDA device of that index.</summary>
    public static Device device(int index) => new(index);

    /// <summary>Checks that a type of device is there.</summary>
    /// <exception cref="InvalidOperationException">libtorch sees no such device.</exception>
    public static void InitializeDeviceType(DeviceType deviceType)
    {
        if (!TryInitializeDeviceType(deviceType))
        {
            throw new InvalidOperationException(
                $"this libtorch ({__version__}) sees no device of type {deviceType}; use the cpu");
        }
    }

    /// <summary>Whether a type of device is there.</summary>
    public static bool TryInitializeDeviceType(DeviceType deviceType) =>
        deviceType is DeviceType.CPU or DeviceType.META || (deviceType == DeviceType.CUDA && cuda.is_available());

    /// <summary>The device, checked; null is the CPU.</summary>
    /// <exception cref="InvalidOperationException">libtorch sees no such device.</exception>
    public static Device InitializeDevice(Device? device)
    {
        if (device is null)
        {
            return CPU;
        }
        InitializeDeviceType(device.type);
        return device;
    }

    /// <summary>Where a tensor lives: a type of device and which one of them.</summary>
    public class Device
    {
        /// <summary>A device from its name: "cpu", "cuda", "cuda:1".</summary>
        public Device(string description)
        {
            var parts = description.Split(':');
            type = ParseType(parts[0]);
            index = parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : -1;
        }

        /// <summary>A device from the name of its type, and its index.</summary>
        public Device(string deviceType, int index = -1)
        {
            type = ParseType(deviceType);
            this.index = index;
        }

        /// <summary>A device from its type and index; -1 is the current device of that type.</summary>
        public Device(DeviceType deviceType, int index = -1)
        {
            type = deviceType;
            this.index = index;
        }

        /// <summary>The CUDA device of that index.</summary>
        public Device(int index)
        {
            type = DeviceType.CUDA;
            this.index = index;
        }

        /// <summary>The kind of device.</summary>
        public DeviceType type { get; }

        /// <summary>Which of the kind; -1 for the current one, and for the CPU.</summary>
        public int index { get; }

        /// <summary>A device from its name.</summary>
        public static implicit operator Device(string description) => new(description);

        /// <summary>The name: "cpu", "cuda", "cuda:1".</summary>
        public override string ToString()
        {
            var name = type switch
            {
                DeviceType.CPU => "cpu",
                DeviceType.CUDA => "cuda",
                DeviceType.META => "meta",
                _ => Enum.GetName(type)!.ToLowerInvariant(),
            };
            return type == DeviceType.CPU || index == -1 ? name : $"{name}:{index}";
        }

        private static DeviceType ParseType(string name) =>
            Enum.TryParse<DeviceType>(name, ignoreCase: true, out var type)
                ? type
                : throw new ArgumentException($"no device type is called '{name}'; known: cpu, cuda, hip, mps, meta");
    }
}
