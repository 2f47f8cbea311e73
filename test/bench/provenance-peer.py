# The peer: sparse LU of SciPy over the very rows the index mixes, as life-cycle tools do it. Reads the graph once, then factors
# and solves whenever a line comes in, and writes what it found at the end, so that both results can be compared.
import sys, time
import numpy as np
import scipy.sparse as sp
from scipy.sparse.linalg import splu

folder, atoms = sys.argv[1], int(sys.argv[2])
ptr = np.fromfile(folder + '/ptr', dtype=np.uint32).astype(np.int64)
source = np.fromfile(folder + '/source', dtype=np.uint32)
weight = np.fromfile(folder + '/weight', dtype=np.float64)
row_atom = np.fromfile(folder + '/atom', dtype=np.uint32)
rows = len(ptr) - 1
matrix = (sp.identity(rows, format='csr') - sp.csr_matrix((weight, source, ptr), shape=(rows, rows))).tocsc()
right = np.zeros((rows, atoms), order='F')
own = np.nonzero(row_atom)[0]
right[own, row_atom[own] - 1] = 1
print('ready', flush=True)
found = None
for line in sys.stdin:
    if line.strip() == 'write':
        np.ascontiguousarray(found).tofile(folder + '/found')
        print('written', flush=True)
        continue
    began = time.perf_counter()
    factors = splu(matrix, permc_spec='NATURAL', diag_pivot_thresh=0)
    factored = time.perf_counter()
    found = factors.solve(right)
    ended = time.perf_counter()
    print((factored - began) * 1000, (ended - factored) * 1000, flush=True)
