using System.Runtime.InteropServices.Marshalling;
using TorchSharp.Interop;
using static TorchSharp.Interop.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>
    /// A strided array of numbers of one dtype on one device. Released by <see cref="Dispose"/>, by the dispose scope
    /// it was created in, or, failing both, by the finalizer. Operations return a new tensor of the current scope
    /// unless their name ends in an underscore: those change this tensor and return it.
    /// </summary>
    [NativeMarshalling(typeof(TensorMarshaller))]
    public sealed partial class Tensor : IDisposable
    {
        private static long s_totalCount;
        private static long s_peakCount;

        private nint _handle;

        internal Tensor(nint handle)
        {
            _handle = handle;
            var total = Interlocked.Increment(ref s_totalCount);
            if (total > s_peakCount)
            {
                s_peakCount = total;
            }
            DisposeScopeManager.OfThread.Register(this);
        }

        /// <summary>Releases a tensor that nobody disposed.</summary>
        ~Tensor() => Release();

        /// <summary>A tensor of the current scope over a native one, which it releases from then on.</summary>
        /// <param name="handle">As <see cref="Handle"/>.</param>
        public static Tensor UnsafeCreateTensor(nint handle) => new(handle);

        /// <summary>How many tensors are alive in the process.</summary>
        public static long TotalCount => Interlocked.Read(ref s_totalCount);

        /// <summary>The most tensors that were alive at one time.</summary>
        public static long PeakCount => Interlocked.Read(ref s_peakCount);

        /// <summary>The native tensor.</summary>
        /// <exception cref="InvalidOperationException">The tensor has been disposed.</exception>
        public nint Handle =>
            _handle != 0 ? _handle : throw new InvalidOperationException("the tensor has been disposed");

        /// <summary>Whether the tensor has been disposed.</summary>
        public bool IsInvalid => _handle == 0;

        /// <summary>A name for the caller's own use.</summary>
        public string? name { get; set; }

        internal DisposeScope? OwningScope { get; set; }

        /// <summary>The place in the owning scope's list.</summary>
        internal int ScopeSlot { get; set; }

        /// <summary>Releases the tensor now. Disposing twice is harmless.</summary>
        public void Dispose()
        {
            Release();
            GC.SuppressFinalize(this);
        }

        /// <summary>Leaves the owning scope; the caller, or the finalizer, releases the tensor from then on.</summary>
        public Tensor DetachFromDisposeScope()
        {
            OwningScope?.Detach(this);
            return this;
        }

        /// <summary>Moves the tensor to the scope around the owning one; out of all scopes if there is none.</summary>
        public Tensor MoveToOuterDisposeScope()
        {
            OwningScope?.MoveToOuter(this);
            return this;
        }

        /// <summary>Moves the tensor to the scope that owns <paramref name="other"/>.</summary>
        public Tensor MoveToOtherDisposeScope(Tensor other) => MoveToOtherDisposeScope(other.OwningScope);

        /// <summary>Moves the tensor to <paramref name="other"/>; null takes it out of all scopes.</summary>
        public Tensor MoveToOtherDisposeScope(DisposeScope? other)
        {
            if (OwningScope is null)
            {
                other?.Attach(this);
            }
            else
            {
                OwningScope.MoveToOther(other, this);
            }
            return this;
        }

        /// <summary>Whether both hold the same values in the same shape and dtype.</summary>
        public bool Equals(Tensor target)
        {
            using var equal = this.equal(target);
            return equal.ToBoolean();
        }

        /// <inheritdoc/>
        public override bool Equals(object? obj) => obj is Tensor tensor && Equals(tensor);

        /// <summary>A hash of the object, not of its values.</summary>
        public override int GetHashCode() => base.GetHashCode();

        /// <summary>This tensor, once its in-place operation has gone through.</summary>
        private Tensor After(Status done) => this;

        private void Release()
        {
            if (_handle == 0)
            {
                return;
            }
            DisposeScopeManager.OfThread.CountDisposal(this);
            OwningScope?.MarkAsDisposed(this);
            _ = Interlocked.Decrement(ref s_totalCount);
            ft_release(_handle);
            _handle = 0;
        }
    }
}
