// One invoice of an attempt, with the share of the amount that is its own.
import { DataTypes, Model, type CreationOptional, type InferAttributes, type InferCreationAttributes, type Sequelize } from 'sequelize';
import type { LineOutcome } from '../contract/states.ts';

export class PaymentLine extends Model<InferAttributes<PaymentLine>, InferCreationAttributes<PaymentLine>> {
  declare paymentId: string;
  declare invoiceId: string;
  declare amountCents: number;
  /** The invoice is reserved for this attempt; an index allows one such line for an invoice. */
  declare isLive: boolean;
  declare outcome: CreationOptional<LineOutcome | null>;
  /** Received twice and dealt with, its invoice is due again: staff are to say whether this payment settles it. */
  declare isAsked: CreationOptional<boolean>;

  static define(sequelize: Sequelize): void {
    PaymentLine.init({
      paymentId: { type: DataTypes.TEXT, primaryKey: true },
      invoiceId: { type: DataTypes.TEXT, primaryKey: true },
      amountCents: DataTypes.INTEGER,
      isLive: DataTypes.BOOLEAN,
      outcome: DataTypes.TEXT,
      isAsked: { type: DataTypes.BOOLEAN, defaultValue: false },
    }, { sequelize, tableName: 'payment_lines', timestamps: false });
  }
}
