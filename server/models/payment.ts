// One attempt to pay one or several invoices through PayFiP. Never removed: its number makes its reference.
import { DataTypes, Model, type CreationOptional, type InferAttributes, type InferCreationAttributes, type Sequelize } from 'sequelize';
import type { PayfipInterface, PaymentState, RegieKind, SortReason } from '../contract/states.ts';

export class Payment extends Model<InferAttributes<Payment>, InferCreationAttributes<Payment>> {
  declare id: string;
  declare number: number;
  declare regieId: string;
  declare accountId: string;
  declare interface: PayfipInterface;
  declare kind: RegieKind;
  declare saisie: 'T' | 'X' | 'W' | 'A';
  /** Of the service that takes it, and that is asked about it: PayFiP, or the simulator. */
  declare baseUrl: string;
  declare numcli: string;
  declare exer: string;
  declare refdet: string;
  declare amountCents: number;
  declare email: string;
  declare objet: string;
  /** The operation at PayFiP (web service). */
  declare idOp: CreationOptional<string | null>;
  /** Of the secret in `urlcl` (URL interface). */
  declare tokenHash: CreationOptional<string | null>;
  declare state: PaymentState;
  declare resultrans: CreationOptional<string | null>;
  declare numauto: CreationOptional<string | null>;
  declare transactionAt: CreationOptional<Date | null>;
  /** For staff: what does not match, why it failed or was cancelled. */
  declare problem: CreationOptional<string | null>;
  /** Its money is here and nobody has said yet what became of it; null: nothing to do. */
  declare toSort: CreationOptional<SortReason | null>;
  /** Staff have said what they did of it. */
  declare sortedAt: CreationOptional<Date | null>;
  declare createdAt: Date;
  /** What its age counts from, once nobody has looked for long; see domain/payment.ts. */
  declare watchedFrom: CreationOptional<Date | null>;
  /** Until then its invoices cannot be paid by another attempt, unless it is decided. */
  declare liveUntil: Date;
  declare nextCheckAt: CreationOptional<Date | null>;
  declare checkedAt: CreationOptional<Date | null>;
  declare settledAt: CreationOptional<Date | null>;
  /** When staff ceased to wait for it. */
  declare stoppedAt: CreationOptional<Date | null>;

  static define(sequelize: Sequelize): void {
    Payment.init({
      id: { type: DataTypes.TEXT, primaryKey: true },
      number: DataTypes.INTEGER,
      regieId: DataTypes.TEXT,
      accountId: DataTypes.TEXT,
      interface: DataTypes.TEXT,
      kind: DataTypes.TEXT,
      saisie: DataTypes.TEXT,
      baseUrl: DataTypes.TEXT,
      numcli: DataTypes.TEXT,
      exer: DataTypes.TEXT,
      refdet: DataTypes.TEXT,
      amountCents: DataTypes.INTEGER,
      email: DataTypes.TEXT,
      objet: DataTypes.TEXT,
      idOp: DataTypes.TEXT,
      tokenHash: DataTypes.TEXT,
      state: DataTypes.TEXT,
      resultrans: DataTypes.TEXT,
      numauto: DataTypes.TEXT,
      transactionAt: DataTypes.DATE,
      problem: DataTypes.TEXT,
      toSort: DataTypes.TEXT,
      sortedAt: DataTypes.DATE,
      createdAt: DataTypes.DATE,
      watchedFrom: DataTypes.DATE,
      liveUntil: DataTypes.DATE,
      nextCheckAt: DataTypes.DATE,
      checkedAt: DataTypes.DATE,
      settledAt: DataTypes.DATE,
      stoppedAt: DataTypes.DATE,
    }, { sequelize, tableName: 'payments', timestamps: false });
  }
}
