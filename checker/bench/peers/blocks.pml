/*
 * Blocks in groups, as graphs/blocks.ts has them: spin -a -DGROUPS=1 -DLENGTH=2 -DTHREADS=3 blocks.pml
 * LENGTH is 1, 2 or 4; GROUPS 1 or 2; at most 4 blocks. One d_step is one step of the machine.
 */
#define N (GROUPS * LENGTH)
#define WHOLE 1
#define PARTS 2

bit writing;
byte readers;
bit shortages = 1;
bit opened[N], held[N], left[N];
byte right[N], form[GROUPS];

#define GROUP(b) ((b) / LENGTH)
#define FIRST(g) ((g) * LENGTH)
#if LENGTH == 1
#define SOME(row, g) (row[g])
#define FILL(g, v) right[g] = v
#elif LENGTH == 2
#define SOME(row, g) (row[FIRST(g)] || row[FIRST(g) + 1])
#define FILL(g, v) right[FIRST(g)] = v; right[FIRST(g) + 1] = v
#else
#define SOME(row, g) (row[FIRST(g)] || row[FIRST(g) + 1] || row[FIRST(g) + 2] || row[FIRST(g) + 3])
#define FILL(g, v) right[FIRST(g)] = v; right[FIRST(g) + 1] = v; right[FIRST(g) + 2] = v; right[FIRST(g) + 3] = v
#endif
#define MUST_REFORM(g) ((form[g] == WHOLE && SOME(opened, g)) || (form[g] == PARTS && !SOME(opened, g)))

#define KEPT(b) (!(left[b] && right[b]) && (right[b] != 2 || form[GROUP(b)] == WHOLE) && \
  (!held[b] || opened[b]) && (writing || !opened[b] || form[GROUP(b)] != WHOLE))
#if N == 1
#define ALL_KEPT KEPT(0)
#elif N == 2
#define ALL_KEPT (KEPT(0) && KEPT(1))
#else
#define ALL_KEPT (KEPT(0) && KEPT(1) && KEPT(2) && KEPT(3))
#endif
#define JUDGE assert(ALL_KEPT)

inline hide(b)   { if :: right[b] == 2 -> FILL(GROUP(b), 0) :: else -> right[b] = 0 fi }
inline conceal() { if :: value -> hide(i) :: else -> left[i] = 0 fi }
inline setOpen() { if :: opened[i] != value -> opened[i] = value; changed = changed | (1 << i) :: else fi }
inline reform()  { if :: MUST_REFORM(i) -> form[i] = 3 - form[i]; reformed = reformed | (1 << i) :: else fi }
inline undoForm() { if :: reformed & (1 << i) -> form[i] = 3 - form[i] :: else fi }
inline undoOpen() { if :: changed & (1 << i) -> opened[i] = 1 - opened[i] :: else fi }
inline forget()  { from = 0; to = 0; value = 0; i = 0; as = 0; changed = 0; reformed = 0 }

#define CHANGE(a, z, v) :: d_step { from = a; to = z; value = v }; goto changing
#define BLOCK(b) CHANGE(b, b + 1, 0) CHANGE(b, b + 1, 1) \
  :: d_step { from = b; skip }; goto rightLocking \
  :: d_step { from = b; skip }; goto leftLocking \
  :: d_step { opened[b] && left[b] && !held[b] -> held[b] = 1; JUDGE }; goto free \
  :: d_step { held[b] -> held[b] = 0; JUDGE }; goto free
#define DROP(g) :: d_step { from = FIRST(g); to = FIRST(g) + LENGTH }; goto dropping
#if LENGTH > 1
#define A_GROUP(g) CHANGE(FIRST(g), FIRST(g) + LENGTH, 0) CHANGE(FIRST(g), FIRST(g) + LENGTH, 1) DROP(g)
#else
#define A_GROUP(g) DROP(g)
#endif
#define MORE (i + 1 < to)
#define MORE_GROUPS (i < GROUP(to - 1))

active [THREADS] proctype server()
{
  byte from, to, value, i, as, changed, reformed;
free:
  if
  BLOCK(0)
#if N > 1
  BLOCK(1)
#endif
#if N > 2
  BLOCK(2)
  BLOCK(3)
#endif
  A_GROUP(0)
#if GROUPS > 1
  A_GROUP(1)
  CHANGE(0, N, 0) CHANGE(0, N, 1)
#endif
  fi;
changing:
  if :: d_step { !writing && !readers -> writing = 1; i = from } fi;
hiding:
  if
  :: d_step { MORE -> conceal(); i++; JUDGE }; goto hiding
  :: d_step { !MORE -> conceal(); i = from; JUDGE }
  fi;
asking:
  if
  :: d_step { !value && held[i] -> skip }; goto unlocking
  :: d_step { (value || !held[i]) && MORE -> i++ }; goto asking
  :: d_step { (value || !held[i]) && !MORE -> i = from }
  fi;
opening:
  if
  :: d_step { MORE -> setOpen(); i++; JUDGE }; goto opening
  :: d_step { !MORE -> setOpen(); i = GROUP(from); JUDGE }
  fi;
reforming:
  if
  :: d_step { MORE_GROUPS -> reform(); i++; JUDGE }; goto reforming
  :: d_step { !MORE_GROUPS -> reform(); JUDGE }; goto unlocking
  :: d_step { shortages && MUST_REFORM(i) -> shortages = 0; i = GROUP(from) }
  fi;
undoingForm:
  if
  :: d_step { MORE_GROUPS -> undoForm(); i++; JUDGE }; goto undoingForm
  :: d_step { !MORE_GROUPS -> undoForm(); i = from; JUDGE }
  fi;
undoingOpen:
  if
  :: d_step { MORE -> undoOpen(); i++; JUDGE }; goto undoingOpen
  :: d_step { !MORE -> undoOpen(); i = from; JUDGE }
  fi;
unlocking:
  if :: d_step { writing = 0; forget(); JUDGE } fi;
  goto free;
rightLocking:
  if :: d_step { !writing -> readers++ } fi;
  if
  :: d_step { opened[from] -> skip }; goto leaving
  :: d_step { !opened[from] ->
       if :: form[GROUP(from)] == 0 -> form[GROUP(from)] = 1 + SOME(opened, GROUP(from)) :: else fi;
       as = 3 - form[GROUP(from)]; JUDGE }
  fi;
  d_step {
    if
    :: as == 2 -> FILL(GROUP(from), 2)
    :: as != 2 && right[from] == 0 -> right[from] = 1
    :: else
    fi;
    JUDGE };
  goto leaving;
leftLocking:
  if :: d_step { !writing -> readers++ } fi;
  if
  :: d_step { !opened[from] -> skip }; goto leaving
  :: d_step { opened[from] -> if :: form[GROUP(from)] == 0 -> form[GROUP(from)] = PARTS :: else fi; JUDGE }
  fi;
  d_step { left[from] = 1; JUDGE };
leaving:
  if :: d_step { readers--; forget() } fi;
  goto free;
dropping:
  if :: d_step { !writing && !readers -> writing = 1; i = from } fi;
hidingAll:
  if
  :: d_step { MORE -> hide(i); left[i] = 0; i++; JUDGE }; goto hidingAll
  :: d_step { !MORE -> hide(i); left[i] = 0; i = from; JUDGE }
  fi;
  d_step { if :: !SOME(held, GROUP(from)) -> form[GROUP(from)] = 0 :: else fi; JUDGE };
  goto unlocking
}
